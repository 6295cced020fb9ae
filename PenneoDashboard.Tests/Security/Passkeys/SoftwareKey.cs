using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using PenneoDashboard.Security.Users;
using Xunit;

namespace PenneoDashboard.Tests.Security.Passkeys;

/// <summary>A device with one passkey, as WebAuthn 3 and CTAP 2.1 describe it: one ES256 key, no attestation. What it claims can be made wrong.</summary>
public sealed class SoftwareKey : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte HasCredential = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private string? _user;
    private uint _counter;

    /// <summary>The page that asks, as the browser would note it.</summary>
    public string Origin { get; set; } = "http://localhost";

    /// <summary>Whether its owner showed a finger or typed the PIN.</summary>
    public bool IsVerified { get; set; } = true;

    /// <summary>Signs something other than what it sends.</summary>
    public bool SignsWrongly { get; set; }

    /// <summary>The answer to creation options, as <c>navigator.credentials.create()</c> gives it.</summary>
    public string Create(string options)
    {
        using var asked = JsonDocument.Parse(options);
        _user = asked.RootElement.GetProperty("user").Text("id");
        var domain = asked.RootElement.GetProperty("rp").Text("id")!;
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)_id.Length);
        byte[] data = [.. Head(domain, HasCredential), .. new byte[16], .. length, .. _id, .. PublicKey()];

        // {"fmt": "none", "attStmt": {}, "authData": …} in CBOR.
        byte[] attestation = [0xa3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xa0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data];
        return Answer(new { clientDataJSON = Text(ClientData("webauthn.create", asked.RootElement)), attestationObject = Text(attestation), transports = new[] { "internal" } });
    }

    /// <summary>The answer to request options, as <c>navigator.credentials.get()</c> gives it.</summary>
    public string Get(string options)
    {
        using var asked = JsonDocument.Parse(options);
        var client = ClientData("webauthn.get", asked.RootElement);
        var data = Head(asked.RootElement.Text("rpId")!, 0);
        byte[] signed = [.. data, .. SHA256.HashData(client), .. SignsWrongly ? [1] : Array.Empty<byte>()];
        var signature = _key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(new { clientDataJSON = Text(client), authenticatorData = Text(data), signature = Text(signature), userHandle = _user });
    }

    /// <summary>Puts a passkey into the database as it is, for tests of what becomes of it.</summary>
    public async Task GiveAsync(TestApp app, string name)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var passkey = new UserPasskeyInfo(_id, PublicKey(), TimeProvider.System.GetUtcNow(), 0, [], true, false, false, [], []) { Name = "a key" };
        Assert.True((await users.AddOrUpdatePasskeyAsync((await users.FindByNameAsync(name))!, passkey)).Succeeded);
    }

    public void Dispose() => _key.Dispose();

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private byte[] Head(string domain, byte flags)
    {
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, ++_counter);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(domain)), (byte)(flags | UserPresent | (IsVerified ? UserVerified : 0)), .. counter];
    }

    private byte[] ClientData(string type, JsonElement asked) =>
        JsonSerializer.SerializeToUtf8Bytes(new { type, challenge = asked.Text("challenge"), origin = Origin, crossOrigin = false });

    // COSE: an elliptic curve key for ES256 on P-256.
    private byte[] PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
    }

    private string Answer(object response) => JsonSerializer.Serialize(new
    {
        id = Text(_id),
        rawId = Text(_id),
        type = "public-key",
        authenticatorAttachment = "platform",
        clientExtensionResults = new { },
        response,
    });
}
