using PenneoDashboard.Data;
using PenneoDashboard.Shared;
using PenneoDashboard.Simulator;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddAppSettings();
builder.AddSimulator();
builder.AddPages();

var app = builder.Build();
app.MapSimulator();
app.MapPages();

app.Run();
