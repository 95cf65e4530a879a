package exfilwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostKeyTest {

  @ParameterizedTest
  @CsvSource({
    "WS-7, , ws-7.corp.example, , true",
    "WS-7, a, ws-7, b, true",
    "ÄPFEL, , äpfel.corp.example, , true",
    "WS-7, , WS-8, , false",
    "10.0.0.7, , 10.0.0.8, , false",
    "10.0.0.7, , 10.0.0.7, x, true",
    "fe80::1, , fe80::2, , false",
    ", agent-1, , agent-1, true",
    ", agent-1, , agent-2, false",
    "agent-1, , , agent-1, false",
    "ACCOUNTING-LAPTOP-7, , ACCOUNTING-LAPT, , true",
    "accounting-laptop-7.corp.example.com, , ACCOUNTING-LAPT, , true",
    "accounting-laptop-7.corp.example.com, , accounting-lap, , false",
    "2001:db8::1234:5678, , 2001:db8::1234:9999, , false",
  })
  void oneHostHasOneKeyAndOneHash(
      @Nullable String nameA,
      @Nullable String idA,
      @Nullable String nameB,
      @Nullable String idB,
      boolean same) {
    Host a = new Host(nameA, idA, "windows");
    Host b = new Host(nameB, idB, null);
    assertThat(HostKey.of(a).equals(HostKey.of(b))).isEqualTo(same);
    assertThat(HostKey.hash(a) == HostKey.hash(b)).isEqualTo(same);
  }

  /** Names of other systems are never cut, and often differ only at their end. */
  @ParameterizedTest
  @CsvSource({"linux, false", "macos, false", "windows, true", ", true"})
  void onlyNamesOfWindowsMayBeCut(@Nullable String os, boolean same) {
    Host a = new Host("cluster-pool-1-node-a", null, os);
    Host b = new Host("cluster-pool-1-node-b", null, os);
    assertThat(HostKey.of(a).equals(HostKey.of(b))).isEqualTo(same);
    assertThat(HostKey.hash(a) == HostKey.hash(b)).isEqualTo(same);
  }
}
