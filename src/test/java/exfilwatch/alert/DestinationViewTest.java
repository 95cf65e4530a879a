package exfilwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.correlation.ConnectionTotals;
import exfilwatch.correlation.DestinationTotal;
import exfilwatch.destination.BackendMatch;
import exfilwatch.destination.DestinationContent;
import exfilwatch.rclone.Os;
import exfilwatch.rclone.Rclone;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationViewTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rclone copy C:\\a :mega,user=u:x | g.api.mega.co.nz | declared",
        "rclone copy C:\\a rem:x | g.api.mega.co.nz | known_storage",
        "rclone copy C:\\a :crypt,remote=':b2,account=a:k': | api.backblazeb2.com | declared",
        "rclone copy C:\\a :s3,provider=Wasabi:b | bucket.s3.wasabisys.com | declared",
        "rclone copy C:\\a :s3,provider=Wasabi:b | s3.amazonaws.com | known_storage",
        "rclone copy C:\\a :sftp,host=203.0.113.5:b | | declared",
        "rclone copy C:\\a :sftp,host=203.0.113.6:b | | public",
        "rclone copy C:\\a :webdav,url='https://dav.example.com/x':b | dav.example.com | declared",
        "rclone copy :drive:a C:\\b | www.googleapis.com | declared",
        "rclone copy :drive:a :dropbox:b | content.dropboxapi.com | declared",
        "rclone copy C:\\a D:\\b | g.api.mega.co.nz | known_storage",
      })
  void comparesWithTheCommandLine(String line, @Nullable String host, String expected) {
    assertThat(view(line, new DestinationTotal("203.0.113.5", 443, host, 1)).match())
        .hasToString(expected);
  }

  @Test
  void theBestFittingDestinationTells() {
    DestinationView view =
        view(
            "rclone copy C:\\a :mega,user=u:x",
            new DestinationTotal("10.0.0.5", 445, null, 1),
            new DestinationTotal("203.0.113.5", 443, "s3.amazonaws.com", 1),
            new DestinationTotal("203.0.113.6", 443, "g.api.mega.co.nz", 1));
    assertThat(view.match()).isEqualTo(BackendMatch.DECLARED);
    assertThat(view.storage()).isEqualTo(view.observed().get(2));
    assertThat(view.staysInside()).isFalse();
  }

  @Test
  void withoutConnectionsNothingIsSaid() {
    DestinationView view = view("rclone copy C:\\a rem:x");
    assertThat(view.match()).isNull();
    assertThat(view.storage()).isNull();
    assertThat(view.staysInside()).isFalse();
    assertThat(view.viaProxy()).isFalse();
  }

  private static DestinationView view(String line, DestinationTotal... totals) {
    return DestinationView.of(
        DestinationContent.shipped().compile(),
        new ConnectionTotals(totals.length, 1, 1, -1, List.of(totals), 0),
        Rclone.explain(line, Os.WINDOWS, null, Map.of(), true, Instant.EPOCH).invocation());
  }
}
