package dev.stead.terminal;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.stead.mesh.security.DeviceKeyFile;
import dev.stead.mesh.time.Environment;
import dev.stead.task.v1.Mandate;
import dev.stead.terminal.sample.CapturedSample;
import io.grpc.Channel;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The client classes and their methods, found by reflection, and arguments to call each with. Not thread-safe. */
final class ClientMethods {
    /** The request id that is given to each method that takes one. */
    static final UUID REQUEST_ID = UUID.fromString("0193702e-0000-7000-8000-000000000001");

    private static final CapturedSample SAMPLE = new CapturedSample("model@1", new float[] {1, 0}, 90);

    private final Environment environment = new Environment(InstantSource.system(), new Random(1));
    private final Path folder;
    private int journals;

    /** @param folder for the journals of terminals */
    ClientMethods(Path folder) {
        this.folder = folder;
    }

    /** A method of a client class. */
    record ClientMethod(Method factory, Method method) {
        boolean takesRequestId() {
            return method.getParameterCount() > 0 && method.getParameterTypes()[0].equals(UUID.class);
        }

        boolean isFormOf(ClientMethod other) {
            return method.getDeclaringClass().equals(other.method.getDeclaringClass())
                    && method.getName().equals(other.method.getName())
                    && method.getReturnType().equals(other.method.getReturnType());
        }

        @Override
        public String toString() {
            return method.toString();
        }
    }

    /** Every public method of every class of the library that is made from channels to the services. */
    static List<ClientMethod> all() throws IOException, ReflectiveOperationException, URISyntaxException {
        Path classes = Path.of(
                        PhoneClient.class.getResource("PhoneClient.class").toURI())
                .getParent();
        List<ClientMethod> methods = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(classes, "*.class")) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace(".class", "");
                Class<?> type = Class.forName(PhoneClient.class.getPackageName() + "." + name);
                factory(type)
                        .ifPresent(factory ->
                                publicMethods(type).forEach(method -> methods.add(new ClientMethod(factory, method))));
            }
        }
        methods.sort(Comparator.comparing(ClientMethod::toString));
        return methods;
    }

    private static Optional<Method> factory(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getReturnType().equals(type)
                        && List.of(method.getParameterTypes()).contains(ServiceChannels.class))
                .findFirst();
    }

    private static List<Method> publicMethods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.getName().equals("close"))
                .toList();
    }

    /** Calls a method so many times on one client, with equal arguments. Returns what the first failure was, if there is one. */
    Optional<Throwable> call(ClientMethod method, Channel services, int times) throws Exception {
        var channels = new ServiceChannels(services, services, services);
        Object client = method.factory.invoke(null, arguments(method.factory, channels));
        try {
            for (int i = 0; i < times; i++) {
                Object result = method.method.invoke(client, arguments(method.method, channels));
                if (result instanceof AutoCloseable opened) {
                    opened.close();
                }
            }
            return Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.ofNullable(e.getCause());
        } finally {
            if (client instanceof AutoCloseable terminal) {
                terminal.close();
            }
        }
    }

    private Object[] arguments(Method method, ServiceChannels channels) throws ReflectiveOperationException {
        Type[] types = method.getGenericParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = argument(types[i], channels);
        }
        return arguments;
    }

    private Object argument(Type type, ServiceChannels channels) throws ReflectiveOperationException {
        if (type instanceof Class<?> message && MessageLite.class.isAssignableFrom(message)) {
            return message.getMethod("getDefaultInstance").invoke(null);
        }
        if (type instanceof Class<?> constants && constants.isEnum()) {
            return constants.getEnumConstants()[0];
        }
        String name = type.getTypeName().replaceAll("[a-z0-9]+\\.", "");
        return switch (name) {
            case "UUID" -> REQUEST_ID;
            case "String" -> "x";
            case "boolean" -> true;
            case "int" -> 1;
            case "long" -> 0L;
            case "Supplier<String>" -> (Supplier<String>) () -> "token";
            case "List<CapturedSample>" -> List.of(SAMPLE);
            case "Iterator<CapturedSample>" -> List.of(SAMPLE).iterator();
            case "Iterator<SubjectEnrolment>" -> List.of(enrolment()).iterator();
            case "CapturedSample" -> SAMPLE;
            case "SubjectEnrolment" -> enrolment();
            case "ByteString" -> ByteString.copyFromUtf8("x");
            case "SignedAssertion" -> new SignedAssertion("a.b.c", Instant.MAX);
            case "TaskProposal" -> new TaskProposal("ben", "shop", "order-1", Mandate.getDefaultInstance());
            case "ServiceChannels" -> channels;
            case "Environment" -> environment;
            case "DeviceKey" -> DeviceKeyFile.open(folder.resolve("device-key.json"), "till-1");
            case "TerminalConfig" -> new TerminalConfig("people", folder.resolve("journal-" + journals++));
            default -> {
                if (name.startsWith("Consumer<")) {
                    yield (Consumer<Object>) _ -> {};
                }
                throw new AssertionError("give this test a value of " + type);
            }
        };
    }

    private static SubjectEnrolment enrolment() {
        return new SubjectEnrolment("p-1", List.of(SAMPLE));
    }
}
