#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "cmd/command_line/command.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace dgctl::cmd {

/// Where a command reads and writes.
struct Streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
};

/// Exit codes of dgsim, as dgctl has them.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;  ///< an answer that is no success, or none
inline constexpr int kUsage = 4;   ///< the command line or the workspace file is wrong

/// The same for the help of a command.
std::vector<ExitMeaning> exit_meanings();

// Each command: what it was told, what it does, and its binding to the command line, which leaves
// the exit code in `exit_code`. `streams` must outlive the parsing.

struct NewOptions {
  std::string file;
  bool guide = false;  ///< the workspace that the setup guide starts from
  bool force = false;  ///< replace what is there
};
int run_new(const NewOptions& options, const Streams& streams);
void add_new_command(CLI::App& app, const Streams& streams, int& exit_code);

struct CallOptions {
  std::string file, method, path, body, as;
};
int run_call(const CallOptions& options, const Streams& streams);
void add_call_command(CLI::App& app, const Streams& streams, int& exit_code);

struct SqlOptions {
  std::string file, statement, as, warehouse, catalog, schema;
  std::string output = "text";
};
int run_sql(const SqlOptions& options, const Streams& streams);
void add_sql_command(CLI::App& app, const Streams& streams, int& exit_code);

struct LogOptions {
  std::string file;
  std::int64_t since = 0;  ///< the first number to show
  std::string output = "text";
};
int run_log(const LogOptions& options, const Streams& streams);
void add_log_command(CLI::App& app, const Streams& streams, int& exit_code);

struct ServeOptions {
  std::string file;
  std::string listen = "127.0.0.1:0";          ///< HOST:PORT, port 0 for any that is free
  std::string account_listen = "127.0.0.1:0";  ///< of the account's console
  bool tls = false;
  std::string latency = "0ms";
  std::int64_t page_size = 0;   ///< 0: what the file says
  std::int64_t rate_limit = 0;  ///< requests a second; 0: as many as come
  std::string clock = "machine";
};
/// Until SIGINT or SIGTERM, which it takes over from the whole process.
int run_serve(const ServeOptions& options, const Streams& streams);
void add_serve_command(CLI::App& app, const Streams& streams, int& exit_code);

/// All commands, and what each takes.
CommandTree dgsim_commands();

/// Parses the command line and runs what it says. Throws for what goes wrong while running.
int run_dgsim(int argc, const char* const* argv, const Streams& streams);

}  // namespace dgctl::cmd
