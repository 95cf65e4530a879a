package exfilwatch.simulate;

/** Microsoft Defender XDR by its streaming API: the columns under {@code properties}. */
final class DefenderStreamShape implements Shape {
  static final String TENANT = "11111111-2222-4333-8444-555555555555";

  @Override
  public String name() {
    return "m365-defender";
  }

  @Override
  public boolean runsOn(Os os) {
    return true;
  }

  @Override
  public boolean records(Activity.Kind kind) {
    return DefenderColumns.records(kind);
  }

  @Override
  public boolean carriesPe() {
    return true;
  }

  /** {@code time} is when the service published it, minutes later. */
  @Override
  public byte[] record(Activity activity, long number) {
    return Json.object(
        json ->
            json.put("time", Times.iso7(activity.time() + 60_000 + Mix.below(number, 200_000)))
                .put("tenantId", TENANT)
                .put("operationName", "Publish")
                .put("category", "AdvancedHunting-" + DefenderColumns.table(activity.kind()))
                .put("properties", p -> DefenderColumns.write(p, activity, number))
                .put("Tenant", "DefaultTenant"));
  }
}
