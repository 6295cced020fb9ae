using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PenneoDashboard.Data.Migrations
{
    /// <inheritdoc />
    public partial class EventSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Events_Repeated",
                table: "Events",
                column: "Sequence",
                filter: "\"DeliveryCount\" > 1");

            // Written behind the log (SearchIndex); existing events are taken into it after the start.
            migrationBuilder.Sql("""CREATE VIRTUAL TABLE "EventWords" USING fts5(words, content='', columnsize=0, tokenize='ascii');""");
            migrationBuilder.Sql("""CREATE VIRTUAL TABLE "EventWordList" USING fts5vocab('EventWords', 'instance');""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""DROP TABLE "EventWordList";""");
            migrationBuilder.Sql("""DROP TABLE "EventWords";""");
            migrationBuilder.DropIndex(
                name: "IX_Events_Repeated",
                table: "Events");
        }
    }
}
