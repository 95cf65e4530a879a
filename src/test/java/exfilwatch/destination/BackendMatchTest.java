package exfilwatch.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exfilwatch.yaml.YamlException;
import exfilwatch.yaml.YamlFile;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendMatchTest {
  private static final Networks OWN = Networks.of(List.of("198.51.100.0/24", "2001:db8:5::/48"));

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
    "mega, , , proxy.example.com, 10.1.2.3, internal",
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
    BackendMatch.Declared declared = new BackendMatch.Declared(backend, provider, endpoint);
    assertThat(BackendMatch.of(DestinationCatalogueTest.CATALOGUE, OWN, declared, host, ip))
        .hasToString(expected);
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
