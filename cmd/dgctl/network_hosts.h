#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "engine/edges/clock.h"
#include "providers/curl/curl_transport.h"
#include "providers/databricks/login/token_source.h"
#include "providers/transport/logging.h"
#include "providers/transport/pacing.h"
#include "providers/transport/retrying.h"
#include "providers/transport/telling.h"

namespace dgctl::cmd {

struct NetworkOptions {
  std::string user_agent;
  std::size_t connections = 16;
  std::size_t max_rps = 0;
  std::uint64_t jitter_seed = 0;
};

/// The hosts of a run, each with its own connections. Safe to use from several threads at once.
class NetworkHosts : public providers::Hosts {
 public:
  NetworkHosts(NetworkOptions options, engine::Clock& clock)
      : options_(std::move(options)), clock_(clock) {}

  /// Requests to it are not verified: of this machine only.
  void trust(const std::string& origin) { trusted_ = origin; }
  /// Before the first request, also of hosts that are open already.
  void tell(std::function<void(const std::string&)> say);
  /// Likewise, of each exchange as LoggingTransport shows it.
  void log(std::function<void(const std::string&)> log);

  /// Paced, told of, and sent again where that may be.
  providers::Transport& open(const std::string& origin) override;
  /// The connections alone.
  providers::Transport& connections(const std::string& origin);

 private:
  struct Host {
    Host(const providers::CurlOptions& curl, engine::Clock& clock, const NetworkOptions& options)
        : transport(curl),
          logging(transport, clock, curl.origin),
          telling(logging, clock),
          pacing(telling, clock, options.max_rps),
          retrying(pacing, clock, options.jitter_seed) {}
    providers::CurlTransport transport;
    providers::LoggingTransport logging;
    providers::TellingTransport telling;
    providers::PacingTransport pacing;
    providers::RetryingTransport retrying;
  };
  Host& host(const std::string& origin);

  NetworkOptions options_;
  engine::Clock& clock_;
  std::function<void(const std::string&)> say_, log_;
  std::string trusted_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Host>> hosts_;
};

}  // namespace dgctl::cmd
