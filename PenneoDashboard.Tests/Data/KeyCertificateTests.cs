using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace PenneoDashboard.Tests.Data;

/// <summary>The key files of the data folder, encrypted with a certificate that lies elsewhere.</summary>
public sealed class KeyCertificateTests : IDisposable
{
    private readonly string _folder = TestApp.NewFolder();
    private readonly string _elsewhere = TestApp.NewFolder();

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_elsewhere, recursive: true);
    }

    [Fact]
    public async Task Keys_AreEncrypted_AndReadAfterARestart()
    {
        var certificate = Make("the password");
        string secret;
        await using (var app = Start(certificate, "the password"))
            secret = Protector(app).Protect("something secret");

        var files = Directory.GetFiles(Path.Combine(_folder, "keys"));
        Assert.NotEmpty(files);
        Assert.All(files, x => Assert.Contains("EncryptedData", File.ReadAllText(x), StringComparison.Ordinal));
        Assert.All(files, x => Assert.DoesNotContain("<masterKey", File.ReadAllText(x), StringComparison.Ordinal));
        await using var again = Start(certificate, "the password");
        Assert.Equal("something secret", Protector(again).Unprotect(secret));
    }

    [Fact]
    public async Task KeysFromBefore_StayReadable()
    {
        string secret;
        await using (var app = new TestApp(folder: _folder))
            secret = Protector(app).Protect("from before");

        await using var with = Start(Make(null), null);

        Assert.Equal("from before", Protector(with).Unprotect(secret));
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData(null)]
    public async Task WrongPassword_StopsTheStart_NamingTheKey(string? password)
    {
        await using var app = AppProcess.Start(new AppStart
        {
            Environment = new() { ["Storage__DataDirectory"] = _folder, ["Storage__KeyCertificate"] = Make("right"), ["Storage__KeyCertificatePassword"] = password ?? "" },
        });

        Assert.Equal(1, await app.ExitCodeAsync());
        Assert.Contains("  - Storage:KeyCertificate", app.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Error, StringComparison.Ordinal);
    }

    private static IDataProtector Protector(TestApp app)
    {
        _ = app.BaseUrl;
        return app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
    }

    private TestApp Start(string certificate, string? password) => new(
        new() { ["Storage:KeyCertificate"] = certificate, ["Storage:KeyCertificatePassword"] = password }, _folder);

    private string Make(string? password)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=keys of a test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        var path = Path.Combine(_elsewhere, "keys.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, password));
        return path;
    }
}
