package exfilwatch.rclone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A provider of the s3 backend and the host names it serves, from {@code s3-providers.tsv}. */
record S3Provider(String name, List<String> hostPatterns) {

  private static final Map<String, S3Provider> BY_NAME = new HashMap<>();
  private static final List<S3Provider> ALL = new ArrayList<>();

  static {
    for (String[] row : Table.rows("s3-providers.tsv", 5)) {
      List<String> hosts =
          Arrays.stream(row[1].split("; ?", -1)).filter(host -> !host.startsWith("(")).toList();
      S3Provider provider = new S3Provider(row[0], hosts);
      ALL.add(provider);
      BY_NAME.put(row[0], provider);
    }
  }

  static @Nullable S3Provider named(String name) {
    return BY_NAME.get(name);
  }

  /** The provider that serves a host; null when none is known to. */
  static @Nullable S3Provider ofHost(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    for (S3Provider provider : ALL) {
      for (String pattern : provider.hostPatterns) {
        if (matches(lower, pattern)) {
          return provider;
        }
      }
    }
    return null;
  }

  /** {@code *.idrivee2-<n>.com}: the part before {@code <n>} decides, the rest varies. */
  private static boolean matches(String host, String pattern) {
    String suffix = pattern.startsWith("*.") ? pattern.substring(2) : pattern;
    int varies = suffix.indexOf("<n>");
    if (varies >= 0) {
      return ("." + host).contains("." + suffix.substring(0, varies))
          && host.endsWith(suffix.substring(varies + 3));
    }
    return host.equals(suffix) || host.endsWith("." + suffix);
  }
}
