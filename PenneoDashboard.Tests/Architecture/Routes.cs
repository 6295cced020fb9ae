using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Security;

namespace PenneoDashboard.Tests.Architecture;

/// <summary>What the app itself says of its routes.</summary>
internal static class Routes
{
    public static IEnumerable<RouteEndpoint> Of(TestApp app)
    {
        _ = app.BaseUrl;
        return app.Services.GetServices<EndpointDataSource>().SelectMany(x => x.Endpoints).OfType<RouteEndpoint>();
    }

    /// <summary>The least role a route asks for; null for one that is open to everybody.</summary>
    public static Role? RoleOf(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return null;

        // Every policy must be met, so the strictest counts; what names none falls back to the viewers'.
        return endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(x => x.Policy is { } policy ? Enum.Parse<Role>(policy) : Role.Viewer)
            .Append(Role.Viewer).Max();
    }
}
