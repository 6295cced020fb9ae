using PenneoDashboard.Api;
using PenneoDashboard.Audit;
using PenneoDashboard.Data;
using PenneoDashboard.Events;
using PenneoDashboard.History;
using PenneoDashboard.Language;
using PenneoDashboard.Live;
using PenneoDashboard.Overview;
using PenneoDashboard.Penneo;
using PenneoDashboard.Rejected;
using PenneoDashboard.Security;
using PenneoDashboard.Security.Hardening;
using PenneoDashboard.Settings.Audit;
using PenneoDashboard.Shared;
using PenneoDashboard.Simulator;
using PenneoDashboard.Subscriptions;
using PenneoDashboard.Timeline;
using PenneoDashboard.Webhooks;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddAppSettings();
builder.AddHardening();
builder.AddStorage();
builder.AddAudit();
builder.AddEvents();
builder.AddLive();
builder.AddPenneo();
builder.AddSubscriptions();
builder.AddWebhooks();
builder.AddRejected();
builder.AddSimulator(
    services => services.DataFile("simulator.json"),
    services => services.GetRequiredService<PenneoConnections>().Current.Environment == PenneoEnvironment.Simulator);
builder.AddSecurity();
builder.AddOverview();
builder.AddHistory();
builder.AddTimeline();
builder.AddApi();
builder.AddPages();

var app = builder.Build();
if (!app.CheckConfiguration())
    return 1;

app.UseLanguage();
app.UseErrorPages();
app.MapSecurity();
app.MapWebhooks();
app.MapLanguage();
app.MapLive();
app.MapSimulator(Policies.ForProgramsOf(Role.Operator));
app.MapApi();
app.MapHistory();
app.MapRejectedBodies();
app.MapAuditExport();
app.MapPages();

return app.RunChecked();
