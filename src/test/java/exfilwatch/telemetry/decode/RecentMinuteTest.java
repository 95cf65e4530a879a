package exfilwatch.telemetry.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever was read before, a time is what it is by itself. */
class RecentMinuteTest {

  @Property
  void aTimeIsWhatItIsByItself(@ForAll("times") List<String> times) {
    RecentMinute recent = new RecentMinute();
    for (String time : times) {
      byte[] among = ("{\"t\":\"" + time + "\",\"x\":1}").getBytes(UTF_8);
      int from = 6;
      int end = from + time.getBytes(UTF_8).length;
      assertThat(recent.parse(among, from, end)).as(time).isEqualTo(Times.parse(among, from, end));
    }
  }

  @Provide
  Arbitrary<List<String>> times() {
    Arbitrary<String> minute =
        Arbitraries.of(
            "2026-03-04T08:00",
            "2026-03-04 08:00",
            "2026-03-04T08:01",
            "2026-13-04T08:00",
            "1969-12-31T23:59",
            "1772611450318123");
    Arbitrary<String> seconds =
        Arbitraries.of(
            "",
            ":",
            ":0",
            ":07",
            ":59",
            ":60",
            ":x7",
            ":07.",
            ":07.5",
            ":07,123",
            ":07.1234567",
            ":07.1234567891",
            ":07:08");
    Arbitrary<String> zone = Arbitraries.of("Z", "z", "", " Z", "+02:00", "Z ", " UTC", "ZZ");
    return Combinators.combine(minute, seconds, zone)
        .as((m, s, z) -> m + s + z)
        .list()
        .ofMinSize(2)
        .ofMaxSize(12);
  }
}
