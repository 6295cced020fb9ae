using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PenneoDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class DeliveryAnswer : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Answer",
                table: "Deliveries",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Answer",
                table: "Deliveries");
        }
    }
}
