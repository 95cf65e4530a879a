package exfilwatch.alert.query;

/**
 * One query in four languages.
 *
 * @param esql Elasticsearch
 * @param eql Elasticsearch; its first line is a comment that tells the time range to set
 * @param kql Microsoft Defender and Sentinel
 * @param spl Splunk, by the Common Information Model
 */
public record Queries(String esql, String eql, String kql, String spl) {}
