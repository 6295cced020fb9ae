using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PenneoDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class CasefileStates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "CasefileStateCounts",
                columns: table => new
                {
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CasefileStateCounts", x => x.State);
                });

            migrationBuilder.CreateTable(
                name: "CasefileStates",
                columns: table => new
                {
                    CasefileId = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    StateSince = table.Column<long>(type: "INTEGER", nullable: true),
                    LastSequence = table.Column<long>(type: "INTEGER", nullable: false),
                    WaitingSince = table.Column<long>(type: "INTEGER", nullable: false),
                    WaitingCount = table.Column<int>(type: "INTEGER", nullable: false),
                    SignedCount = table.Column<int>(type: "INTEGER", nullable: false),
                    NoteCount = table.Column<int>(type: "INTEGER", nullable: false),
                    BlockingSignerId = table.Column<long>(type: "INTEGER", nullable: true),
                    BlockingStage = table.Column<int>(type: "INTEGER", nullable: false),
                    BlockingSince = table.Column<long>(type: "INTEGER", nullable: true),
                    BlockingTurnSince = table.Column<long>(type: "INTEGER", nullable: true),
                    BlockingReminders = table.Column<int>(type: "INTEGER", nullable: false),
                    BlockingRemindedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    NeverOpenedSince = table.Column<long>(type: "INTEGER", nullable: true),
                    SeenSince = table.Column<long>(type: "INTEGER", nullable: true),
                    UndeliveredSince = table.Column<long>(type: "INTEGER", nullable: true),
                    Reminders = table.Column<int>(type: "INTEGER", nullable: false),
                    RemindedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    StalledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TitleKey = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CasefileStates", x => x.CasefileId);
                });

            migrationBuilder.CreateTable(
                name: "StallRules",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    NeverOpenedDays = table.Column<int>(type: "INTEGER", nullable: true),
                    NotSignedDays = table.Column<int>(type: "INTEGER", nullable: true),
                    Undelivered = table.Column<bool>(type: "INTEGER", nullable: false),
                    Reminders = table.Column<int>(type: "INTEGER", nullable: true),
                    IsApplied = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StallRules", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_CasefileStates_LastSequence",
                table: "CasefileStates",
                column: "LastSequence");

            migrationBuilder.CreateIndex(
                name: "IX_CasefileStates_Stalled",
                table: "CasefileStates",
                columns: new[] { "StalledAt", "State", "LastSequence", "WaitingSince" },
                filter: "\"StalledAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CasefileStates_State_LastSequence",
                table: "CasefileStates",
                columns: new[] { "State", "LastSequence" });

            migrationBuilder.CreateIndex(
                name: "IX_CasefileStates_State_WaitingSince",
                table: "CasefileStates",
                columns: new[] { "State", "WaitingSince" });

            migrationBuilder.CreateIndex(
                name: "IX_CasefileStates_TitleKey",
                table: "CasefileStates",
                column: "TitleKey",
                filter: "\"TitleKey\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CasefileStates_WaitingSince",
                table: "CasefileStates",
                column: "WaitingSince");

            // EF Core knows no virtual tables. The rowid is the casefile's id; the text itself is not kept a second time.
            migrationBuilder.Sql("CREATE VIRTUAL TABLE CasefileTitles USING fts5(Title, content='', contentless_delete=1, tokenize='trigram');");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CasefileTitles");

            migrationBuilder.DropTable(
                name: "CasefileStateCounts");

            migrationBuilder.DropTable(
                name: "CasefileStates");

            migrationBuilder.DropTable(
                name: "StallRules");
        }
    }
}
