package exfilwatch.bench;

/** An event as the textbook job knows it; public because Flink's serialiser makes it. */
public record TextbookEvent(
    String process, String name, String category, String commandLine, String ip, long time) {}
