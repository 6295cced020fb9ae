using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PenneoDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class OverviewRows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "CasefileStatusCounts",
                columns: table => new
                {
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CasefileStatusCounts", x => x.Status);
                });

            // What is stored already; -2147483648 stands for casefiles without a status (CasefileStatusCount.NoStatus).
            migrationBuilder.Sql("""
                INSERT INTO "CasefileStatusCounts" ("Status", "Count")
                SELECT COALESCE("Status", -2147483648), COUNT(*) FROM "Casefiles" GROUP BY 1
                """);

            migrationBuilder.CreateIndex(
                name: "IX_Signers_Undeliverable",
                table: "Signers",
                column: "LastEventAt",
                filter: "\"LastEventType\" = 'undeliverable'");

            migrationBuilder.CreateIndex(
                name: "IX_Casefiles_Status_StatusAt",
                table: "Casefiles",
                columns: new[] { "Status", "StatusAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CasefileStatusCounts");

            migrationBuilder.DropIndex(
                name: "IX_Signers_Undeliverable",
                table: "Signers");

            migrationBuilder.DropIndex(
                name: "IX_Casefiles_Status_StatusAt",
                table: "Casefiles");
        }
    }
}
