package dev.stead.task;

import dev.stead.mesh.ServiceMain;
import java.time.InstantSource;

/** Runs the task service alone, configured by {@code STEAD_*} variables. */
public final class TaskMain {
    private TaskMain() {}

    public static void main(String[] arguments) {
        ServiceMain.run(
                TaskConfig::from,
                (config, lifecycle) -> TaskService.start(config, InstantSource.system(), lifecycle)
                        .awaitTermination());
    }
}
