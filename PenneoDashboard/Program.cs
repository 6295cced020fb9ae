using PenneoDashboard.Data;
using PenneoDashboard.Simulator;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddAppSettings();
builder.AddSimulator();

var app = builder.Build();
app.MapSimulator();

app.Run();
