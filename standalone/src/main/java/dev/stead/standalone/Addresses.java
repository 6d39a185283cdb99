package dev.stead.standalone;

/** The addresses of the services of a mesh, each {@code host:port}. */
record Addresses(String matcher, String tasks, String payment) {}
