#include "cmd/dgsim/connections.h"

#include <array>
#include <charconv>
#include <filesystem>
#include <optional>

#include <netdb.h>
#include <sys/socket.h>

namespace dgctl::cmd {
namespace {

struct Endpoint {
  std::string address;
  int port = 0;
};

using NameOf = int (*)(int, sockaddr*, socklen_t*);

/// One end of a connection: getpeername or getsockname. Nothing for what is none.
std::optional<Endpoint> end_of(int descriptor, NameOf name_of) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  if (name_of(descriptor, address, &size) != 0) return std::nullopt;
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> service{};
  if (getnameinfo(address,
                  size,
                  host.data(),
                  host.size(),
                  service.data(),
                  service.size(),
                  NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return std::nullopt;
  }
  Endpoint end{host.data(), 0};
  const std::string port = service.data();
  std::from_chars(port.data(), port.data() + port.size(), end.port);
  return end;
}

/// Calls with each connection, and both its ends.
template <class Visit>
void each_connection(Visit&& visit) {
  std::error_code ignored;  // one that is closed meanwhile
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", ignored)) {
    const std::string name = entry.path().filename();
    int descriptor = -1;
    std::from_chars(name.data(), name.data() + name.size(), descriptor);
    const std::optional<Endpoint> peer = end_of(descriptor, getpeername);
    const std::optional<Endpoint> here = end_of(descriptor, getsockname);
    if (peer && here) visit(descriptor, *peer, *here);
  }
}

}  // namespace

void reset_connection(const std::string& address, int port) {
  each_connection([&](int descriptor, const Endpoint& peer, const Endpoint& /*here*/) {
    if (peer.port != port || peer.address != address) return;
    // To be connected with nobody is a reset for who was.
    sockaddr nobody{};
    nobody.sa_family = AF_UNSPEC;
    [[maybe_unused]] const int done = connect(descriptor, &nobody, sizeof nobody);
  });
}

void end_reading(int local_port) {
  each_connection([&](int descriptor, const Endpoint& /*peer*/, const Endpoint& here) {
    if (here.port == local_port) shutdown(descriptor, SHUT_RD);
  });
}

}  // namespace dgctl::cmd
