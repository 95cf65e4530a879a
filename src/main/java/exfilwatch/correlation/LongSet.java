package exfilwatch.correlation;

import java.util.Arrays;

/** Numbers that are well spread already, as hashes are, without an object for each. */
final class LongSet {

  private static final int SMALLEST = 16;

  /** Zero is an empty place. */
  private long[] places = new long[SMALLEST];

  private int size;
  private boolean zero;

  boolean isEmpty() {
    return size == 0 && !zero;
  }

  boolean contains(long number) {
    return number == 0 ? zero : places[placeOf(number)] == number;
  }

  void add(long number) {
    if (number == 0) {
      zero = true;
      return;
    }
    int place = placeOf(number);
    if (places[place] == number) {
      return;
    }
    places[place] = number;
    size++;
    if (2 * size > places.length) {
      resize(2 * places.length);
    }
  }

  void remove(long number) {
    if (number == 0) {
      zero = false;
      return;
    }
    int place = placeOf(number);
    if (places[place] != number) {
      return;
    }
    places[place] = 0;
    size--;
    closeGap(place);
  }

  /** Those that follow may have been put off by the removed one. */
  private void closeGap(int gap) {
    for (int place = next(gap); places[place] != 0; place = next(place)) {
      long moved = places[place];
      places[place] = 0;
      places[placeOf(moved)] = moved;
    }
  }

  private int placeOf(long number) {
    int place = (int) (number ^ number >>> Integer.SIZE) & places.length - 1;
    while (places[place] != 0 && places[place] != number) {
      place = next(place);
    }
    return place;
  }

  private int next(int place) {
    return place + 1 & places.length - 1;
  }

  private void resize(int length) {
    long[] before = places;
    places = new long[length];
    Arrays.stream(before).filter(number -> number != 0).forEach(n -> places[placeOf(n)] = n);
  }
}
