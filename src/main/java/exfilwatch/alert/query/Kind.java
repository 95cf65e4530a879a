package exfilwatch.alert.query;

/**
 * What a query looks for. Elastic's event category; Microsoft's table of advanced hunting; the tags
 * of Splunk's Common Information Model.
 */
public enum Kind {
  PROCESSES("process", "process", "DeviceProcessEvents", "tag=process tag=report"),
  CONNECTIONS("network", "network", "DeviceNetworkEvents", "tag=network tag=communicate"),
  FILES("file", "file", "DeviceFileEvents", "tag=endpoint tag=filesystem"),
  SIGN_INS("authentication", "authentication", "DeviceLogonEvents", "tag=authentication");

  final String category;
  final String eql;
  final String table;
  final String tags;

  Kind(String category, String eql, String table, String tags) {
    this.category = category;
    this.eql = eql;
    this.table = table;
    this.tags = tags;
  }
}
