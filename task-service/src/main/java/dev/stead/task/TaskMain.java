package dev.stead.task;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.Settings;
import java.time.InstantSource;

/** Runs the task service alone, configured by {@code STEAD_*} variables. */
public final class TaskMain {
    private TaskMain() {}

    /** Starts. */
    public static void main(String[] arguments) {
        Settings settings = Settings.environment();
        TaskConfig config = TaskConfig.from(settings);
        settings.refuseUnknown();
        try (var lifecycle = new Lifecycle()) {
            lifecycle.closeOnSignal();
            TaskService.start(config, InstantSource.system(), lifecycle).awaitTermination();
        }
    }
}
