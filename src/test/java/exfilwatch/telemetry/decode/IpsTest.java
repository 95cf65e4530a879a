package exfilwatch.telemetry.decode;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpsTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,192.0.2.1",
    "192.0.2.001,192.0.2.1",
    "0.0.0.0,0.0.0.0",
    "::ffff:192.0.2.1,192.0.2.1",
    "::FFFF:c000:0201,192.0.2.1",
    "2001:DB8::1,2001:db8::1",
    "2001:db8:0:0:0:0:0:1,2001:db8::1",
    "2001:0db8:0000:0000:0001:0000:0000:0001,2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
    "::,::",
    "::1,::1",
    "fe80:0:0:0:1:2:3:4%12,fe80::1:2:3:4",
    "[2001:db8::5],2001:db8::5",
    "2600:1901:1:4be::,2600:1901:1:4be::",
    "64:ff9b::192.0.2.33,64:ff9b::c000:221"
  })
  void writesTheCanonicalForm(String text, String expected) {
    assertThat(Ips.canonical(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "14.241.850.329",
        "192.0.2",
        "192.0.2.1.5",
        "192.0.2.",
        ".192.0.2",
        "1920.0.2.1",
        "example.com",
        "localhost",
        "1",
        ":",
        ":::",
        "1::2::3",
        "2001:db8",
        "12345::",
        "::g",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:",
        "::1.2.3",
        "1:2:3:4:5:6:7:1.2.3.4",
        "192.0.2.1 ",
        "0x7f.1"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThat(Ips.canonical(text)).isNull();
  }

  @Property
  void isStableAndMeansTheSame(@ForAll @Size(16) byte[] address) throws UnknownHostException {
    InetAddress expected = InetAddress.getByAddress(address);
    String text = requireNonNull(Ips.canonical(expected.getHostAddress()));
    assertThat(Ips.canonical(text)).isEqualTo(text);
    assertThat(InetAddress.getByName(text)).isEqualTo(expected);
  }

  @Property
  void neverThrows(@ForAll String text) {
    Ips.canonical(text);
    Ips.canonical("::" + text);
    Ips.canonical("1.2." + text);
  }
}
