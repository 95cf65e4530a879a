package exfilwatch.alert.query;

import org.jspecify.annotations.Nullable;

/**
 * Fields that queries compare, by their names in ECS, in Microsoft's tables and in Splunk's Common
 * Information Model; null where one has no such field.
 */
public enum Field {
  HOST("host.name", "DeviceName", "DeviceName", "dest", "dvc"),
  HOST_ID("host.id", "DeviceId", "DeviceId", null, null),
  PROCESS_ID("process.pid", "ProcessId", "InitiatingProcessId", "process_id", "process_id"),
  ENTITY_ID("process.entity_id", null, null, "process_guid", "process_guid"),
  EXECUTABLE(
      "process.executable", "FolderPath", "InitiatingProcessFolderPath", "process_path", "app"),
  PARENT_ID("process.parent.pid", "InitiatingProcessId", null, "parent_process_id", null),
  PARENT_EXECUTABLE(
      "process.parent.executable",
      "InitiatingProcessFolderPath",
      null,
      "parent_process_path",
      null),
  SHA256("process.hash.sha256", "SHA256", "InitiatingProcessSHA256", "process_hash", null),
  ORIGINAL_FILE_NAME(
      "process.pe.original_file_name",
      "ProcessVersionInfoOriginalFileName",
      "InitiatingProcessVersionInfoOriginalFileName",
      "original_file_name",
      null),
  FILE_PATH("file.path", "FolderPath", "FolderPath", "file_path", "file_path"),
  DESTINATION_DOMAIN("destination.domain", "RemoteUrl", "RemoteUrl", "dest_host", "dest_host"),
  DESTINATION_IP("destination.ip", "RemoteIP", "RemoteIP", "dest_ip", "dest_ip"),
  USER("user.name", "AccountName", "AccountName", "user", "user");

  final String ecs;
  private final @Nullable String kql;
  private final @Nullable String kqlConnections;
  private final @Nullable String spl;
  private final @Nullable String splConnections;

  Field(
      String ecs,
      @Nullable String kql,
      @Nullable String kqlConnections,
      @Nullable String spl,
      @Nullable String splConnections) {
    this.ecs = ecs;
    this.kql = kql;
    this.kqlConnections = kqlConnections;
    this.spl = spl;
    this.splConnections = splConnections;
  }

  @Nullable String kql(Kind kind) {
    return kind == Kind.CONNECTIONS ? kqlConnections : kql;
  }

  @Nullable String spl(Kind kind) {
    return kind == Kind.CONNECTIONS ? splConnections : spl;
  }
}
