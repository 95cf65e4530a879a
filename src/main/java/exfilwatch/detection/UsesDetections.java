package exfilwatch.detection;

/** Something that goes by detections, which may change while it runs. */
public interface UsesDetections {

  /** Goes by these from now on. */
  void use(Detections detections);
}
