package exfilwatch.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A way around detection, and what comes of it.
 *
 * @param number as in the list that detection engineers know
 * @param limit what is out of reach, and why; empty when nothing is
 */
record Evasion(int number, String technique, List<Case> cases, String limit) {

  /** What an attempt must come to. */
  enum Outcome {
    /** An incident that says what caught it. */
    CAUGHT,
    /** No alert, as it should be: an approved job, or one that takes nothing away. */
    QUIET,
    /** No alert, though it should be one. */
    OUT_OF_REACH
  }

  /**
   * One attempt, on a machine of its own.
   *
   * @param by what its alerts must say, as {@link Traits} names it
   * @param incidents how many it must become
   */
  record Case(Scene scene, Outcome outcome, Set<String> by, int incidents) {}

  static Evasion of(int number, String technique) {
    return new Evasion(number, technique, new ArrayList<>(), "");
  }

  Evasion caught(Scene scene, String... by) {
    return with(new Case(scene, Outcome.CAUGHT, new TreeSet<>(List.of(by)), 1));
  }

  Evasion caughtTwice(Scene scene, String... by) {
    return with(new Case(scene, Outcome.CAUGHT, new TreeSet<>(List.of(by)), 2));
  }

  Evasion quiet(Scene scene) {
    return with(new Case(scene, Outcome.QUIET, Set.of(), 0));
  }

  Evasion outOfReach(Scene scene) {
    return with(new Case(scene, Outcome.OUT_OF_REACH, Set.of(), 0));
  }

  Evasion limit(String text) {
    return new Evasion(number, technique, cases, text);
  }

  private Evasion with(Case one) {
    cases.add(one);
    return this;
  }

  String host(int index) {
    return "EV%02d-%d".formatted(number, index);
  }

  /** {@code caught}, {@code partly}, {@code out of reach}, or {@code no false alarm}. */
  String verdict() {
    boolean caught = cases.stream().anyMatch(one -> one.outcome() == Outcome.CAUGHT);
    boolean missed = cases.stream().anyMatch(one -> one.outcome() == Outcome.OUT_OF_REACH);
    return caught ? missed ? "partly" : "caught" : missed ? "out of reach" : "no false alarm";
  }

  /** What catches it, of all cases. */
  Set<String> by() {
    Set<String> by = new TreeSet<>();
    cases.forEach(one -> by.addAll(one.by()));
    return by;
  }
}
