package dev.stead.mesh.net;

import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.util.Map;
import java.util.TreeMap;

/** Which share of the admission each call of a service counts in: a call that was forgotten is admitted without a limit. */
public final class AdmissionShares {
    private AdmissionShares() {}

    /** The share of each call by the name of the call; "none" of those that count in none. */
    public static Map<String, String> of(Admission admission, ServiceDescriptor... services) {
        Map<String, String> shares = new TreeMap<>();
        for (ServiceDescriptor service : services) {
            for (MethodDescriptor<?, ?> method : service.getMethods()) {
                shares.put(
                        method.getBareMethodName() + "",
                        admission.shareOf(method).orElse("none"));
            }
        }
        return shares;
    }
}
