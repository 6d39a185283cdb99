package dev.stead.matcher.grpc;

import com.google.protobuf.ByteString;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.capture.CaptureDevice;
import dev.stead.matcher.domain.capture.CaptureDevice.State;
import dev.stead.matcher.domain.capture.CaptureDevices;
import dev.stead.matcher.v1.CaptureDeviceServiceGrpc.CaptureDeviceServiceImplBase;
import dev.stead.matcher.v1.GetCaptureDeviceRequest;
import dev.stead.matcher.v1.GetCaptureDeviceResponse;
import dev.stead.matcher.v1.PutCaptureDeviceRequest;
import dev.stead.matcher.v1.PutCaptureDeviceResponse;
import dev.stead.mesh.Unary;
import dev.stead.mesh.capture.DeviceKeys;
import dev.stead.mesh.request.RequestIdentity;
import io.grpc.stub.StreamObserver;
import java.security.PublicKey;

/** {@code stead.matcher.v1.CaptureDeviceService}. Writes wait for the disk, so these methods run on virtual threads. Thread-safe. */
public final class CaptureDeviceGrpcService extends CaptureDeviceServiceImplBase {
    private final CaptureDevices devices;

    public CaptureDeviceGrpcService(CaptureDevices devices) {
        this.devices = devices;
    }

    @Override
    public void putCaptureDevice(PutCaptureDeviceRequest request, StreamObserver<PutCaptureDeviceResponse> out) {
        Unary.answer(out, () -> {
            CaptureDevice device = of(request.getDevice());
            RequestIdentity identity = RequestContext.identity(
                    request.getRequestId(),
                    "PutCaptureDevice",
                    device.id(),
                    request.toBuilder().clearRequestId().build());
            devices.put(identity, device);
            return PutCaptureDeviceResponse.newBuilder().setDevice(of(device)).build();
        });
    }

    @Override
    public void getCaptureDevice(GetCaptureDeviceRequest request, StreamObserver<GetCaptureDeviceResponse> out) {
        Unary.answer(out, () -> {
            CaptureDevice device = devices.find(request.getDeviceId())
                    .orElseThrow(() -> new MatcherException(
                            MatcherError.CAPTURE_DEVICE_UNKNOWN, "no capture device is registered under this id"));
            return GetCaptureDeviceResponse.newBuilder().setDevice(of(device)).build();
        });
    }

    private static CaptureDevice of(dev.stead.matcher.v1.CaptureDevice message) {
        return new CaptureDevice(
                message.getDeviceId(), message.getTerminalId(), key(message.getPublicKey()), state(message.getState()));
    }

    private static dev.stead.matcher.v1.CaptureDevice of(CaptureDevice device) {
        return dev.stead.matcher.v1.CaptureDevice.newBuilder()
                .setDeviceId(device.id())
                .setTerminalId(device.terminalId())
                .setPublicKey(ByteString.copyFrom(device.key().getEncoded()))
                .setState(
                        switch (device.state()) {
                            case ACTIVE -> dev.stead.matcher.v1.CaptureDevice.State.STATE_ACTIVE;
                            case SUSPENDED -> dev.stead.matcher.v1.CaptureDevice.State.STATE_SUSPENDED;
                            case RETIRED -> dev.stead.matcher.v1.CaptureDevice.State.STATE_RETIRED;
                        })
                .build();
    }

    private static PublicKey key(ByteString bytes) {
        try {
            return DeviceKeys.read(bytes.toByteArray());
        } catch (IllegalArgumentException e) {
            throw new MatcherException(
                    MatcherError.CAPTURE_DEVICE_INVALID,
                    "public_key must be a SubjectPublicKeyInfo in DER of a key on P-256");
        }
    }

    private static State state(dev.stead.matcher.v1.CaptureDevice.State state) {
        return switch (state) {
            case STATE_ACTIVE -> State.ACTIVE;
            case STATE_SUSPENDED -> State.SUSPENDED;
            case STATE_RETIRED -> State.RETIRED;
            case STATE_UNSPECIFIED, UNRECOGNIZED ->
                throw new MatcherException(
                        MatcherError.CAPTURE_DEVICE_INVALID,
                        "state must be STATE_ACTIVE, STATE_SUSPENDED or STATE_RETIRED");
        };
    }
}
