package io.entdb.systemtests.grpc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client that knows no message beforehand, as command line tools are: it asks the server. */
record Reflection(Channel channel) {
  private static final int PATIENCE_S = 20;

  /** The services that the server has. */
  List<String> services() {
    return ask(ServerReflectionRequest.newBuilder().setListServices("").build())
        .getListServicesResponse()
        .getServiceList()
        .stream()
        .map(ServiceResponse::getName)
        .toList();
  }

  /** A method of a service, its messages made from what the server tells of them. */
  MethodDescriptor method(String service, String method) {
    var request = ServerReflectionRequest.newBuilder().setFileContainingSymbol(service).build();
    Map<String, FileDescriptorProto> files = new HashMap<>();
    ask(request)
        .getFileDescriptorResponse()
        .getFileDescriptorProtoList()
        .forEach(
            bytes -> {
              try {
                FileDescriptorProto file = FileDescriptorProto.parseFrom(bytes);
                files.put(file.getName(), file);
              } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
              }
            });
    for (FileDescriptorProto file : files.values()) {
      ServiceDescriptor found =
          build(file, files).findServiceByName(service.substring(service.lastIndexOf('.') + 1));
      if (found != null) {
        return found.findMethodByName(method);
      }
    }
    throw new AssertionError(service + " is in none of " + files.keySet());
  }

  private static FileDescriptor build(
      FileDescriptorProto file, Map<String, FileDescriptorProto> files) {
    FileDescriptor[] imports =
        file.getDependencyList().stream()
            .map(name -> build(Objects.requireNonNull(files.get(name), name), files))
            .toArray(FileDescriptor[]::new);
    try {
      return FileDescriptor.buildFrom(file, imports);
    } catch (DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  /** Calls a method. */
  DynamicMessage call(MethodDescriptor method, DynamicMessage request) {
    io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> call =
        io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
            .setType(MethodType.UNARY)
            .setFullMethodName(
                io.grpc.MethodDescriptor.generateFullMethodName(
                    method.getService().getFullName(), method.getName()))
            .setRequestMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
            .setResponseMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
            .build();
    return ClientCalls.blockingUnaryCall(
        channel,
        call,
        CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_S, TimeUnit.SECONDS),
        request);
  }

  private ServerReflectionResponse ask(ServerReflectionRequest question) {
    var answer = new CompletableFuture<ServerReflectionResponse>();
    StreamObserver<ServerReflectionRequest> out =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable fault) {
                    answer.completeExceptionally(fault);
                  }

                  @Override
                  public void onCompleted() {
                    answer.completeExceptionally(new AssertionError("no answer"));
                  }
                });
    out.onNext(question);
    ServerReflectionResponse response = answer.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    out.onCompleted();
    return response;
  }
}
