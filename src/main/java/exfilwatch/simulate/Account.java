package exfilwatch.simulate;

/**
 * Who a process runs as.
 *
 * @param id SID on Windows, uid elsewhere
 */
record Account(String name, String domain, String id) {
  static final Account SYSTEM = new Account("SYSTEM", "NT AUTHORITY", "S-1-5-18");
  static final Account ROOT = new Account("root", "", "0");

  /** {@code DOMAIN\name}, or the bare name where there is no domain. */
  String qualified() {
    return domain.isEmpty() ? name : domain + "\\" + name;
  }
}
