using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PenneoDashboard.Security.Users;

/// <summary>ASP.NET Core Identity's tables, as its own context would make them.</summary>
internal sealed class UsersSchema : IEntityTypeConfiguration<User>, IEntityTypeConfiguration<IdentityUserClaim<long>>,
    IEntityTypeConfiguration<IdentityUserLogin<long>>, IEntityTypeConfiguration<IdentityUserToken<long>>, IEntityTypeConfiguration<IdentityUserPasskey<long>>
{
    private const int NameLength = 256;
    private const int KeyLength = 1024;

    public void Configure(EntityTypeBuilder<User> user)
    {
        user.ToTable("Users");
        user.HasIndex(x => x.NormalizedUserName).IsUnique();
        user.Property(x => x.ConcurrencyStamp).IsConcurrencyToken();
        user.Property(x => x.UserName).HasMaxLength(NameLength);
        user.Property(x => x.NormalizedUserName).HasMaxLength(NameLength);
        user.HasMany<IdentityUserClaim<long>>().WithOne().HasForeignKey(x => x.UserId).IsRequired();
        user.HasMany<IdentityUserLogin<long>>().WithOne().HasForeignKey(x => x.UserId).IsRequired();
        user.HasMany<IdentityUserToken<long>>().WithOne().HasForeignKey(x => x.UserId).IsRequired();
        user.HasMany<IdentityUserPasskey<long>>().WithOne().HasForeignKey(x => x.UserId).IsRequired();
    }

    public void Configure(EntityTypeBuilder<IdentityUserClaim<long>> claim) => claim.ToTable("UserClaims");

    public void Configure(EntityTypeBuilder<IdentityUserLogin<long>> login)
    {
        login.ToTable("UserLogins");
        login.HasKey(x => new { x.LoginProvider, x.ProviderKey });
    }

    public void Configure(EntityTypeBuilder<IdentityUserToken<long>> token)
    {
        token.ToTable("UserTokens");
        token.HasKey(x => new { x.UserId, x.LoginProvider, x.Name });
    }

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<long>> passkey)
    {
        passkey.ToTable("UserPasskeys");
        passkey.HasKey(x => x.CredentialId);
        passkey.Property(x => x.CredentialId).HasMaxLength(KeyLength);
        passkey.OwnsOne(x => x.Data).ToJson();
    }
}
