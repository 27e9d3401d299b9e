#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "providers/sim/arrival.h"
#include "providers/sim/request_entry.h"
#include "providers/sim/workspace_file_error.h"
#include "providers/transport/transport.h"

namespace dgctl::providers {

/// What becomes of a request that came over a socket.
struct Served {
  std::optional<Response> response;  ///< nothing: the connection is lost
  std::chrono::milliseconds delay{0};
};

/// A workspace that is simulated in this process: what `sim:FILE` stands for. It answers as the
/// REST API does, to one user or service principal of the file. Has its own clock and makes its own
/// ids, so that what is run against it repeats to the byte. Many threads, and many processes with
/// the same file, may use it.
class SimWorkspace : public Transport {
 public:
  /// `as`: who makes the requests, an e-mail or application id of the file; "": its operator.
  /// Throws WorkspaceFileError.
  static std::unique_ptr<SimWorkspace> open(const std::filesystem::path& file,
                                            const std::string& as = {});
  /// `text`: what a workspace file holds. Nothing is kept.
  static std::unique_ptr<SimWorkspace> in_memory(const std::string& text,
                                                 const std::string& as = {});
  /// The last user of a file folds what happened into it.
  ~SimWorkspace() override;
  SimWorkspace(const SimWorkspace&) = delete;
  SimWorkspace& operator=(const SimWorkspace&) = delete;
  SimWorkspace(SimWorkspace&&) = delete;
  SimWorkspace& operator=(SimWorkspace&&) = delete;

  /// Throws, beside what a transport does, WorkspaceFileError where it cannot be written down. A
  /// fault of the file may delay, fail or lose it, or kill this process.
  Response send(const Request& request, std::stop_token stop) override;
  /// The same for somebody else: an e-mail or application id of the file.
  Response send_as(const std::string& who, const Request& request, const std::stop_token& stop);

  /// The same for whomever the header Authorization proves to ask, over a socket. Faults that lose
  /// connections or kill who asks lose the connection. Throws WorkspaceFileError alone.
  Served serve(const Request& request, const sim::Arrival& arrival);
  /// From now on time goes by as on the machine, wherever the file has it.
  void run_in_real_time();
  /// What proves to be somebody: a personal access token for the workspace, and a token for the
  /// account. `who`: an e-mail or application id of the file; "": its operator. Anything but a
  /// secret: they follow from the file.
  std::string personal_token(const std::string& who);
  std::string account_token(const std::string& who);

  /// The workspace's time. It never goes back, not across processes either.
  std::chrono::system_clock::time_point now();
  /// Simulated time passes at once. False: asked to stop before the time was over.
  bool sleep(std::chrono::milliseconds time, std::stop_token stop);
  /// In the form of version 4. Never the same twice, not across processes either.
  std::string uuid();

  /// The host that the file gives the workspace.
  std::string host();
  /// Who makes the requests, as grants name them.
  const std::string& identity() const;
  /// What the file would hold if it were folded now.
  std::string snapshot();
  /// All requests that were made to this workspace, by whomever.
  std::vector<sim::RequestEntry> requests();

 private:
  class Core;
  explicit SimWorkspace(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

}  // namespace dgctl::providers
