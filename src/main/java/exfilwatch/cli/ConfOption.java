package exfilwatch.cli;

import exfilwatch.job.config.JobConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which configuration to use. */
final class ConfOption {

  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description = "configuration (default: conf/exfilwatch.yaml of the installation)")
  private @Nullable Path conf;

  /** The configuration, with its secrets looked up only for who needs them. */
  JobConfig config(boolean withSecrets) {
    Path file = conf != null ? conf : installed();
    return withSecrets ? JobConfig.loadWithSecrets(file) : JobConfig.load(file);
  }

  /** The launcher says where the installation is; without it the current folder is taken for it. */
  private static Path installed() {
    return Path.of(System.getProperty("exfilwatch.home", ""), "conf", "exfilwatch.yaml");
  }
}
