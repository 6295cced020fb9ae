using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PenneoDashboard.Penneo.Settings;

/// <summary>A setting entered while the app runs, as the database keeps it.</summary>
public sealed class StoredSetting
{
    /// <summary>The configuration key that it stands in for, for example <c>Penneo:Environment</c>.</summary>
    public required string Key { get; init; }

    /// <summary>As entered, or encrypted when the setting is a secret.</summary>
    public required string Value { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}

internal sealed class SettingsSchema : IEntityTypeConfiguration<StoredSetting>
{
    public void Configure(EntityTypeBuilder<StoredSetting> builder) => builder.ToTable("Settings").HasKey(x => x.Key);
}
