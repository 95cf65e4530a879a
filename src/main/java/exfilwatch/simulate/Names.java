package exfilwatch.simulate;

/** Host names and the documentation addresses that stand for them. */
final class Names {
  private Names() {}

  /** The address of a name; an address is its own. */
  static String ip(String name) {
    if (name.isEmpty() || (Character.isDigit(name.charAt(0)) && name.indexOf('.') < 4)) {
      return name;
    }
    int last = 1 + Mix.below(Mix.of(name), 254);
    if (name.endsWith(".corp.example.com")) {
      return "10.20.0." + last;
    }
    if (name.startsWith("cdn.")) {
      return "2001:db8:0:0:0:0:0:" + Integer.toHexString(last);
    }
    return (last % 2 == 0 ? "198.51.100." : "203.0.113.") + last;
  }

  static int port(String name) {
    if (name.startsWith("files.corp.")) {
      return 445;
    }
    return name.startsWith("dc01.") ? 389 : 443;
  }
}
