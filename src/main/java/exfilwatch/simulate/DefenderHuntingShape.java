package exfilwatch.simulate;

/** Rows of Microsoft Defender's hunting tables as Sentinel keeps and exports them: flat. */
final class DefenderHuntingShape implements Shape {
  @Override
  public String name() {
    return "m365-hunting";
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

  @Override
  public byte[] record(Activity activity, long number) {
    return Json.object(
        json -> {
          json.put("TimeGenerated", Times.iso7(activity.time()));
          json.put("TenantId", DefenderStreamShape.TENANT);
          json.put("Type", DefenderColumns.table(activity.kind()));
          DefenderColumns.write(json, activity, number);
        });
  }
}
