package dev.stead.terminal.face;

/** How a head is turned, in degrees; 0, 0, 0 looks into the camera. Positive: to the picture's left, up, clockwise. */
public record Pose(double yaw, double pitch, double roll) {}
