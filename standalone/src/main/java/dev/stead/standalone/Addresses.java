package dev.stead.standalone;

/** Where the services of a mesh take calls, each {@code host:port}. */
record Addresses(String matcher, String tasks, String payment) {}
