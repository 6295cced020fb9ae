using System.Net;
using PenneoDashboard.Security;
using Xunit;

namespace PenneoDashboard.Tests.Security.Passkeys;

/// <summary>A person with a browser and a device of their own, over HTTP.</summary>
internal sealed class Holder : IDisposable
{
    public const string OptionsToAdd = "/account/passkeys/options";
    public const string OptionsToSignIn = "/sign-in/passkey/options";
    public const string AddForm = "passkey-add";
    public const string SignInForm = "passkey";

    /// <param name="origin">Whose pages they see; the app's by its name, unless it is another's.</param>
    public Holder(TestApp app, string? origin = null, SoftwareKey? key = null)
    {
        // Browsers know no passkeys of addresses.
        var site = app.BaseUrl.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        Visitor = new Visitor(site) { Origin = origin ?? site };
        Key = key ?? new SoftwareKey();
        Key.Origin = site;
    }

    public Visitor Visitor { get; }

    public SoftwareKey Key { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A new user, signed in with their password.</summary>
    public static async Task<Holder> SignedInAsync(TestApp app, string name)
    {
        await PenneoDashboard.Tests.Security.Visitor.MakeUserAsync(app, name, Role.Viewer);
        var holder = new Holder(app);
        await holder.SignInAsync(name);
        return holder;
    }

    /// <summary>The same with a passkey.</summary>
    public static async Task<Holder> WithPasskeyAsync(TestApp app, string name)
    {
        var holder = await SignedInAsync(app, name);
        using var answer = await holder.AddAsync();
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return holder;
    }

    /// <summary>Signs in with the password of every test.</summary>
    public async Task SignInAsync(string name, string path = "/sign-in")
    {
        using var answer = await Visitor.FillFormAsync(path, "sign-in", ("Input.Name", name), ("Input.Password", PenneoDashboard.Tests.Security.Visitor.Password));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.True(await Visitor.IsInAsync());
    }

    /// <summary>Asks for options as the page's script does.</summary>
    public async Task<HttpResponseMessage> OptionsAsync(string path, string present = PenneoDashboard.Tests.Security.Visitor.Password, string name = "my key")
    {
        var hidden = path == OptionsToAdd ? await Visitor.HiddenOfAsync("/account", AddForm) : await Visitor.HiddenOfAsync("/sign-in", SignInForm);
        return await Visitor.PostAsync(path, [.. hidden, ("Passkey.Name", name), ("Passkey.Present", present)]);
    }

    public async Task<string> TextOfOptionsAsync(string path)
    {
        using var answer = await OptionsAsync(path);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    public async Task<HttpResponseMessage> AddAsync() => await SendNewAsync(Key.Create(await TextOfOptionsAsync(OptionsToAdd)));

    public Task<HttpResponseMessage> SendNewAsync(string credential) =>
        Visitor.FillFormAsync("/account", AddForm, ("Passkey.Name", "my key"), ("Passkey.Credential", credential));

    public async Task<HttpResponseMessage> EnterAsync(string returnUrl = "/") => await SendAsync(Key.Get(await TextOfOptionsAsync(OptionsToSignIn)), returnUrl);

    public Task<HttpResponseMessage> SendAsync(string credential, string returnUrl = "/") =>
        Visitor.FillFormAsync("/sign-in?ReturnUrl=" + Uri.EscapeDataString(returnUrl), SignInForm, ("Passkey.Credential", credential));

    /// <summary>True when the device lets its owner in, in a browser that knows nothing of them.</summary>
    public async Task<bool> LetsInAsync(TestApp app)
    {
        using var fresh = new Holder(app, key: Key);
        (await fresh.EnterAsync()).Dispose();
        return await fresh.Visitor.IsInAsync();
    }

    /// <summary>Sends one of the forms of the only passkey.</summary>
    public async Task<HttpResponseMessage> ChangeAsync(string form, params (string Name, string Value)[] fields)
    {
        using var page = await Visitor.GetAsync("/account");
        var html = await page.Content.ReadAsStringAsync(Cancel);
        var full = html.Split("value=\"").Select(x => x.Split('"')[0]).Single(x => x.StartsWith(form, StringComparison.Ordinal));
        return await Visitor.FillFormAsync("/account", full, fields);
    }

    public void Dispose()
    {
        Visitor.Dispose();
        Key.Dispose();
    }
}
