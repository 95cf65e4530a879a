package exfilwatch.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exfilwatch.yaml.YamlException;
import exfilwatch.yaml.YamlFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendMatchTest {
  private static final Destinations DESTINATIONS =
      new Destinations(
          DestinationCatalogueTest.CATALOGUE,
          Networks.of(List.of("198.51.100.0/24", "2001:db8:5::/48")),
          Proxies.of(List.of("10.1.2.3", "10.1.3.0/28:8080", "127.0.0.1:3128", "[fd00::1]:3128")));

  @ParameterizedTest
  @CsvSource({
    "mega, , , g.api.mega.co.nz, 203.0.113.5, declared",
    "Mega, , , MEGA.NZ., , declared",
    "mega, , , bucket.s3.amazonaws.com, 203.0.113.5, known_storage",
    ", , , mega.nz, 203.0.113.5, known_storage",
    "mega, , , notmega.nz, 203.0.113.5, public",
    "mega, , , , 203.0.113.5, public",
    "mega, , , , , public",
    "s3, AWS, , bucket.s3.eu-west-1.amazonaws.com, 203.0.113.5, declared",
    "s3, aws, , sts.eu-west-1.amazonaws.com, , declared",
    "s3, Wasabi, , bucket.s3.eu-west-1.amazonaws.com, , known_storage",
    "s3, , , s3.wasabisys.com, , declared",
    "s3, AWS, , ec2-203-0-113-5.compute.amazonaws.com, 203.0.113.5, public",
    "s3, Minio, https://minio.example.com:9000/x, bucket.minio.example.com, 203.0.113.5, declared",
    "s3, Minio, minio.example.com, notminio.example.com, 203.0.113.5, public",
    "s3, Other, http://203.0.113.5:9000, , 203.0.113.5, declared",
    "webdav, , https://user@[2001:db8::7]:8443/dav, , 2001:db8::7, declared",
    "sftp, , 203.0.113.9, , 203.0.113.5, public",
    "drive, , , oauth2.googleapis.com, , declared",
    "onedrive, , , login.microsoftonline.com, , declared",
    "mega, , , login.microsoftonline.com, 203.0.113.5, public",
    "gcs, , , storage.googleapis.com, , declared",
    "mega, , , files.example.com, 10.1.2.4, internal",
    "mega, , , proxy.example.com, 198.51.100.9, internal",
    "mega, , , , 2001:db8:5::9, internal",
    "mega, , , fileserver, , internal",
    "mega, , , 192.168.1.1, , internal",
    "local, , , , 127.0.0.1, internal",
  })
  void comparesTheDeclaredWithTheObserved(
      @Nullable String backend,
      @Nullable String provider,
      @Nullable String endpoint,
      @Nullable String host,
      @Nullable String ip,
      String expected) {
    BackendMatch.Declared declared =
        new BackendMatch.Declared(backend, provider, endpoint, List.of());
    assertThat(DESTINATIONS.observed(List.of(declared), host, ip, 443).match())
        .hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "*.storage.example, a.storage.example, declared",
    "up.storage.example, up.storage.example, declared",
    "up.storage.example, down.storage.example, public",
    "*.amazonaws.com, ec2-203-0-113-5.compute.amazonaws.com, public",
    "*.amazonaws.com, s3.amazonaws.com, known_storage",
  })
  void hostPatternsCountWhereTheCatalogueKnowsNothing(
      String pattern, String host, String expected) {
    BackendMatch.Declared declared =
        new BackendMatch.Declared("mega", null, null, List.of(pattern));
    assertThat(DESTINATIONS.observed(List.of(declared), host, null, 443).match())
        .hasToString(expected);
  }

  @Test
  void oneOfSeveralRemotesIsEnough() {
    List<BackendMatch.Declared> both =
        List.of(
            new BackendMatch.Declared("mega", null, null, List.of()),
            new BackendMatch.Declared("dropbox", null, null, List.of()));
    assertThat(DESTINATIONS.observed(both, "api.dropboxapi.com", null, 443).match())
        .isEqualTo(BackendMatch.DECLARED);
  }

  @ParameterizedTest
  @CsvSource({
    ", 10.1.2.3, 8080, true, public",
    "proxy.corp.example, 10.1.2.3, 9999, true, public",
    ", 10.1.3.7, 8080, true, public",
    ", 10.1.3.7, 443, false, internal",
    ", 127.0.0.1, 3128, true, public",
    ", 127.0.0.1, 5572, false, internal",
    ", fd00::1, 3128, true, public",
    "g.api.mega.co.nz, 10.1.2.3, 8080, true, declared",
    "s3.wasabisys.com, 10.1.2.3, 8080, true, known_storage",
  })
  void whatGoesToAProxyLeavesTheOrganisation(
      @Nullable String host, String ip, int port, boolean viaProxy, String expected) {
    BackendMatch.Declared mega = new BackendMatch.Declared("mega", null, null, List.of());
    ObservedDestination observed = DESTINATIONS.observed(List.of(mega), host, ip, port);
    assertThat(observed.viaProxy()).isEqualTo(viaProxy);
    assertThat(observed.match()).hasToString(expected);
    assertThat(observed.internal()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, its port",
    "'::1', its port",
    "proxy.example.com:8080, isn't a network",
    "10.1.2.3:0, good port",
    "10.1.2.3:http, good port",
    "'[fd00::1]3128', good port",
  })
  void aProxyThatIsNoneIsAnError(String text, String complaint) {
    assertThatThrownBy(() -> Proxies.of(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void contentTravelsAsText() throws Exception {
    DestinationContent content =
        DestinationContent.of(null, List.of("198.51.100.0/24"), List.of("10.1.2.3"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(content);
    }
    Destinations there;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      there = ((DestinationContent) in.readObject()).compile();
    }
    assertThat(there.isProxy("10.1.2.3", 1)).isTrue();
    assertThat(there.observed(List.of(), "mega.nz", null, 443).provider()).isEqualTo("Mega");
    assertThat(there.observed(List.of(), null, "198.51.100.7", 443).internal()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, loopback",
    "127.255.0.9, loopback",
    "::1, loopback",
    "::ffff:127.0.0.1, loopback",
    "169.254.169.254, link_local",
    "fe80::1%eth0, link_local",
    "224.0.0.251, multicast",
    "255.255.255.255, multicast",
    "ff02::fb, multicast",
    "10.0.0.1, private",
    "172.16.0.1, private",
    "172.32.0.1, public",
    "192.168.255.255, private",
    "100.64.0.1, private",
    "100.128.0.1, public",
    "fd00::1, private",
    "::ffff:10.1.2.3, private",
    "::ffff:a01:203, private",
    "0.0.0.0, unspecified",
    "::, unspecified",
    "8.8.8.8, public",
    "203.0.113.5, public",
    "2001:db8::1, public",
    "::ffff:203.0.113.5, public",
    "example.com, ",
    "1.2.3, ",
    "256.1.1.1, ",
    "1:2:3, ",
    "'', ",
  })
  void scopesOfAddresses(String address, @Nullable String scope) {
    IpScope found = IpScope.of(address);
    assertThat(found == null ? null : found.toString()).isEqualTo(scope);
  }

  @Test
  void aNetworkThatIsNoneIsAnErrorWithFileAndLine() {
    assertThatThrownBy(
            () -> Networks.of(YamlFile.documents("x.yaml", "- 10.0.0.0/8\n- 10.0/8").get(0)))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith("x.yaml:2:")
        .hasMessageContaining("isn't a network");
    assertThat(Networks.NONE.contains("10.0.0.1")).isFalse();
  }
}
