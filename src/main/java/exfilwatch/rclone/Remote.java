package exfilwatch.rclone;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A source or destination, without its secrets.
 *
 * @param raw the argument as written
 * @param name as rclone's parser gives it: {@code mega}, {@code :s3}; empty for a local path
 * @param backend rclone's type, {@code s3}; null where the configuration is not known
 * @param provider of the s3 and koofr backends, configured or told from the endpoint
 * @param config the key=value pairs of the string
 * @param path as rclone's parser gives it; on Windows with slashes
 * @param bucket the first element of the path of a bucket backend, or the share of smb
 * @param endpoint URL, {@code host} or {@code host:port}, as configured or as the account implies
 * @param intendedEndpoint what an unquoted URL, which rclone cuts at its colon, was meant to say
 * @param host of a UNC path
 * @param share of a UNC path
 * @param wraps what a wrapper (crypt, alias, union …) stores to; empty for others
 * @param identities options that name an account, {@code user}, {@code access_key_id}
 * @param hostPatterns where its traffic goes, {@code s3.example.com} or {@code *.mega.co.nz}; empty
 *     when not known
 * @param error why rclone refuses the string; null when it does not
 */
public record Remote(
    String raw,
    Kind kind,
    String name,
    @Nullable String backend,
    @Nullable String provider,
    Map<String, String> config,
    String path,
    @Nullable String bucket,
    @Nullable String endpoint,
    @Nullable String intendedEndpoint,
    @Nullable String host,
    @Nullable String share,
    List<Remote> wraps,
    Map<String, String> identities,
    List<String> hostPatterns,
    @Nullable String error) {

  /** What rclone takes the argument for. */
  public enum Kind {
    LOCAL_PATH,
    UNC_PATH,
    REMOTE,
    /** The source of {@code copyurl}. */
    URL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The options that name an account, what a provider takes down first. */
  private static final List<String> ACCOUNTS = List.of("account", "user", "access_key_id", "email");

  /** What a wrapper (crypt, alias …) stores to in the end: there the data lies. */
  public Remote innermost() {
    Remote remote = this;
    while (!remote.wraps().isEmpty()) {
      remote = remote.wraps().get(0);
    }
    return remote;
  }

  /** The account of this remote itself, not of the other end; null when its options name none. */
  public @Nullable String account() {
    for (String option : ACCOUNTS) {
      String value = identities.get(option);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** Whether the data stays on this host, or on its network for a UNC path, in the end. */
  public boolean isLocal() {
    if (kind == Kind.LOCAL_PATH || kind == Kind.UNC_PATH) {
      return true;
    }
    if (backend != null && (backend.equals("local") || backend.equals("memory"))) {
      return true;
    }
    return !wraps.isEmpty() && wraps.stream().allMatch(Remote::isLocal);
  }
}
