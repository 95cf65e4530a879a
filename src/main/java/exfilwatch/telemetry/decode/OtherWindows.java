package exfilwatch.telemetry.decode;

/** Windows events of any other provider: valid, counted, not used. */
final class OtherWindows implements Source {
  private final WindowsEvent windows;

  OtherWindows(WindowsEvent windows) {
    this.windows = windows;
  }

  @Override
  public String name() {
    return "windows";
  }

  @Override
  public boolean isRaw(Fields f) {
    return windows.isRaw(f);
  }

  @Override
  public boolean isEcs(Fields f) {
    return windows.isEcs(f);
  }

  @Override
  public void decodeRaw(Fields f, Emit out) {
    out.skip(Emit.OTHER_KIND);
  }

  @Override
  public void decodeEcs(Fields f, Emit out) {
    out.skip(Emit.OTHER_KIND);
  }
}
