package exfilwatch.simulate;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where a planted incident sends data: the backend as rclone names it, the names that it contacts
 * in turn as {@code name:port} between blanks, and how it looks when its keys are on the command
 * line. All keys are made up.
 */
enum Destination {
  MEGA(
      "mega",
      ":mega,user=drop@example.net,pass=",
      "g.api.mega.co.nz:443 gfs270n104.userstorage.mega.co.nz:80"),
  WASABI(
      "s3",
      ":s3,provider=Wasabi,endpoint=s3.eu-central-1.wasabisys.com,"
          + "access_key_id=EXAMPLEWASABIKEY01,secret_access_key=",
      "{bucket}.s3.eu-central-1.wasabisys.com:443"),
  BACKBLAZE(
      "b2",
      ":b2,account=004example0000000001,key=",
      "api.backblazeb2.com:443 pod-000-1176-08.backblaze.com:443"),
  CLOUDFLARE(
      "s3",
      ":s3,provider=Cloudflare,endpoint=0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com,"
          + "access_key_id=EXAMPLER2KEY000001,secret_access_key=",
      "0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com:443"),
  DROPBOX("dropbox", ":dropbox,token=", "api.dropboxapi.com:443 content.dropboxapi.com:443"),
  SFTP("sftp", ":sftp,host=203.0.113.77,user=drop,pass=", "203.0.113.77:22");

  private final String backend;
  private final String config;
  private final String contacts;

  Destination(String backend, String config, String contacts) {
    this.backend = backend;
    this.config = config;
    this.contacts = contacts;
  }

  String backend() {
    return backend;
  }

  /** {@code :backend,option=…,secret=SECRET:bucket/path}. */
  String onTheFly(String secret, String bucket, String path) {
    return config + secret + ":" + bucket + "/" + path;
  }

  List<Contact> contacts(String bucket) {
    return Stream.of(contacts.split(" "))
        .map(
            contact -> {
              int colon = contact.lastIndexOf(':');
              String name = contact.substring(0, colon).replace("{bucket}", bucket);
              return new Contact(name, Integer.parseInt(contact.substring(colon + 1)));
            })
        .toList();
  }

  /** A name, or an address, and a port. */
  record Contact(String name, int port) {
    String ip() {
      return Names.ip(name);
    }

    boolean named() {
      return !ip().equals(name);
    }
  }
}
