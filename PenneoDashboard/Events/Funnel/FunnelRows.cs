using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PenneoDashboard.Events.Funnel;

/// <summary>A signer's steps; see <see cref="SigningSteps"/>.</summary>
internal sealed class SignerSteps
{
    public long CasefileId { get; set; }

    public long SignerId { get; set; }

    public long? Sent { get; set; }

    public long? Opened { get; set; }

    public long? Viewed { get; set; }

    public long? Signed { get; set; }
}

/// <summary>How many signers who were asked on a UTC day took a step, on that day or later.</summary>
internal sealed class FunnelCount
{
    public DateOnly Day { get; set; }

    public SigningStep Step { get; set; }

    public long Count { get; set; }
}

/// <summary>How many of them took it within a bucket of time after the step before; see <see cref="SigningSteps.Bucket"/>.</summary>
internal sealed class FunnelTime
{
    public DateOnly Day { get; set; }

    public SigningStep Step { get; set; }

    public int Bucket { get; set; }

    public long Count { get; set; }
}

internal sealed class FunnelSchema : IEntityTypeConfiguration<SignerSteps>, IEntityTypeConfiguration<FunnelCount>, IEntityTypeConfiguration<FunnelTime>
{
    public void Configure(EntityTypeBuilder<SignerSteps> builder) => builder.ToTable("SignerSteps").HasKey(x => new { x.CasefileId, x.SignerId });

    public void Configure(EntityTypeBuilder<FunnelCount> builder) => builder.ToTable("FunnelCounts").HasKey(x => new { x.Day, x.Step });

    public void Configure(EntityTypeBuilder<FunnelTime> builder) => builder.ToTable("FunnelTimes").HasKey(x => new { x.Day, x.Step, x.Bucket });
}
