package exfilwatch.destination;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the catalogue.
 *
 * @param provider as alerts name it
 * @param backends rclone's names of the backends that use it
 * @param s3Providers values of the s3 backend's option {@code provider}; empty where it has none
 * @param hosts domains, in lower case; each stands for itself and all below it
 * @param ports where it listens
 */
public record Destination(
    String provider,
    Kind kind,
    List<String> backends,
    List<String> s3Providers,
    List<String> hosts,
    List<Integer> ports) {

  /** What kind of service it is. */
  public enum Kind {
    OBJECT_STORAGE,
    CLOUD_DRIVE,
    FILE_SHARING,
    FILE_TRANSFER,
    MAIL_CLOUD,
    MEDIA_STORAGE,
    DECENTRALIZED_STORAGE,
    ARCHIVE,
    /** Hands out the tokens that backends sign in with. */
    SIGN_IN,
    /** Not storage: machines that anybody can rent. */
    HOSTING;

    /** As in the catalogue and in alerts. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Destination {
    backends = List.copyOf(backends);
    s3Providers = List.copyOf(s3Providers);
    hosts = List.copyOf(hosts);
    ports = List.copyOf(ports);
  }

  /** Whether files can be left there, or it leads there. */
  public boolean isStorage() {
    return kind != Kind.HOSTING && kind != Kind.SIGN_IN;
  }

  /**
   * Whether the backend, with the provider that it names, sends there.
   *
   * @param s3Provider null where the command line doesn't say
   */
  boolean serves(String backend, @Nullable String s3Provider) {
    String name = backend.toLowerCase(Locale.ROOT);
    if (backends.stream().noneMatch(name::equalsIgnoreCase)) {
      return false;
    }
    return s3Provider == null
        || !name.equals("s3")
        || s3Providers.stream().anyMatch(s3Provider::equalsIgnoreCase);
  }
}
