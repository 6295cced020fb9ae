using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PenneoDashboard.Events.Behind;

namespace PenneoDashboard.Events;

/// <summary>Tables of the log; each index names the query it serves.</summary>
internal sealed class EventsSchema :
    IEntityTypeConfiguration<StoredEvent>,
    IEntityTypeConfiguration<StoredDelivery>,
    IEntityTypeConfiguration<CasefileRow>,
    IEntityTypeConfiguration<SignerRow>,
    IEntityTypeConfiguration<EventCount>,
    IEntityTypeConfiguration<CasefileStatusCount>,
    IEntityTypeConfiguration<SubscriptionActivity>,
    IEntityTypeConfiguration<FollowerPosition>
{
    public void Configure(EntityTypeBuilder<StoredEvent> builder)
    {
        builder.ToTable("Events").HasKey(x => x.Sequence);
        builder.Property(x => x.Sequence).ValueGeneratedNever();

        // A retry or a second subscription must find the event it repeats; unique, so that no race can store it twice.
        builder.HasIndex(x => x.Identity).IsUnique();
        builder.HasIndex(x => x.EventId).IsUnique().HasFilter("\"EventId\" IS NOT NULL");

        // A casefile's page and group, and the history filtered by casefile.
        builder.HasIndex(x => new { x.CasefileId, x.Sequence });

        // The history filtered by signer.
        builder.HasIndex(x => new { x.SignerId, x.Sequence });

        // The history filtered by event type, with or without topic.
        builder.HasIndex(x => new { x.EventType, x.Sequence });

        // The history filtered by date.
        builder.HasIndex(x => x.OccurredAt);

        // The few messages that were not understood, among very many that were.
        builder.HasIndex(x => x.Sequence).HasFilter("NOT \"Recognized\"").HasDatabaseName("IX_Events_Unrecognized");

        // The history of what came more than once, which is seldom; so it costs the writer next to nothing.
        builder.HasIndex(x => x.Sequence, "IX_Events_Repeated").HasFilter("\"DeliveryCount\" > 1");
    }

    public void Configure(EntityTypeBuilder<StoredDelivery> builder)
    {
        builder.ToTable("Deliveries").HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();

        // All deliveries of one event.
        builder.HasIndex(x => x.EventSequence);
    }

    public void Configure(EntityTypeBuilder<CasefileRow> builder)
    {
        builder.ToTable("Casefiles").HasKey(x => x.CasefileId);
        builder.Property(x => x.CasefileId).ValueGeneratedNever();

        // Newest activity first.
        builder.HasIndex(x => x.LastSequence);

        // The overview: the newest casefiles of one status.
        builder.HasIndex(x => new { x.Status, x.StatusAt });
    }

    public void Configure(EntityTypeBuilder<SignerRow> builder)
    {
        builder.ToTable("Signers").HasKey(x => new { x.CasefileId, x.SignerId });

        // The overview: the few signers whose mail bounced and who were not heard of since.
        builder.HasIndex(x => x.LastEventAt).HasFilter("\"LastEventType\" = 'undeliverable'").HasDatabaseName("IX_Signers_Undeliverable");
    }

    public void Configure(EntityTypeBuilder<CasefileStatusCount> builder)
    {
        builder.ToTable("CasefileStatusCounts").HasKey(x => x.Status);
        builder.Property(x => x.Status).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<EventCount> builder) =>
        builder.ToTable("EventCounts").HasKey(x => new { x.Day, x.Topic, x.EventType, x.Recognized });

    public void Configure(EntityTypeBuilder<SubscriptionActivity> builder)
    {
        builder.ToTable("SubscriptionActivity").HasKey(x => x.SubscriptionId);
        builder.Property(x => x.SubscriptionId).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<FollowerPosition> builder) => builder.ToTable("LogFollowers").HasKey(x => x.Name);
}
