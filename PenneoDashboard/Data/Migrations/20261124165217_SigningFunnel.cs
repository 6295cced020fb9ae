using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PenneoDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class SigningFunnel : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "FunnelCounts",
                columns: table => new
                {
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Step = table.Column<int>(type: "INTEGER", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FunnelCounts", x => new { x.Day, x.Step });
                });

            migrationBuilder.CreateTable(
                name: "FunnelTimes",
                columns: table => new
                {
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Step = table.Column<int>(type: "INTEGER", nullable: false),
                    Bucket = table.Column<int>(type: "INTEGER", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FunnelTimes", x => new { x.Day, x.Step, x.Bucket });
                });

            migrationBuilder.CreateTable(
                name: "SignerSteps",
                columns: table => new
                {
                    CasefileId = table.Column<long>(type: "INTEGER", nullable: false),
                    SignerId = table.Column<long>(type: "INTEGER", nullable: false),
                    Sent = table.Column<long>(type: "INTEGER", nullable: true),
                    Opened = table.Column<long>(type: "INTEGER", nullable: true),
                    Viewed = table.Column<long>(type: "INTEGER", nullable: true),
                    Signed = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SignerSteps", x => new { x.CasefileId, x.SignerId });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FunnelCounts");

            migrationBuilder.DropTable(
                name: "FunnelTimes");

            migrationBuilder.DropTable(
                name: "SignerSteps");
        }
    }
}
