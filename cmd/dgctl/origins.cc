#include "cmd/dgctl/origins.h"

#include <array>
#include <stdexcept>

#include <pwd.h>
#include <unistd.h>

#include "providers/system/system_clock.h"

namespace dgctl::cmd {
namespace {

/// For commands that work on the state alone: no workspace is needed to mend it.
class NoOrigins : public Origins {
 public:
  LineEnd workspace() override { return {nowhere_, nullptr, {}, {}, {}}; }
  LineEnd account() override { return workspace(); }
  LineEnd workspace_as(const ClientLogin& /*login*/) override { return workspace(); }
  engine::Clock& clock() override { return clock_; }
  engine::Ids& ids() override { return ids_; }
  std::string who() override { return local_name(); }
  void tell(const std::function<void(const std::string&)>& /*say*/) override {}
  void log(const std::function<void(const std::string&)>& /*log*/) override {}
  [[nodiscard]] bool adapts() const override { return false; }
  [[nodiscard]] std::size_t usual_parallelism() const override { return 1; }
  [[nodiscard]] std::uint64_t jitter_seed() const override { return 0; }

 private:
  class Nowhere : public providers::Transport {
   public:
    providers::Response send(const providers::Request& request, std::stop_token /*stop*/) override {
      throw std::logic_error("a command that works on the state was to send " + request.path);
    }
  };

  Nowhere nowhere_;
  providers::SystemClock clock_;
  providers::SystemIds ids_;
};

}  // namespace

std::unique_ptr<Origins> open_nothing() { return std::make_unique<NoOrigins>(); }

std::unique_ptr<Origins> open_origins(Configuration& configuration,
                                      const CommonOptions& options,
                                      Access access) {
  const std::string& host = configuration.desired.workspace.host;
  if (is_embedded(host)) return open_embedded(configuration, options);
  if (access == Access::Ledger) return open_nothing();
  return open_network(configuration, options, access);
}

std::string local_name() {
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host.front() = '\0';
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  ::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found);
  const std::string user = found == nullptr ? std::to_string(::getuid()) : found->pw_name;
  return user + "@" + (host.front() == '\0' ? "localhost" : host.data());
}

}  // namespace dgctl::cmd
