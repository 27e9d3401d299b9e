#include <algorithm>
#include <iterator>
#include <ostream>
#include <sstream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cmd/dgsim/commands.h"
#include "providers/sim/method.h"
#include "providers/sim/workspace.h"

namespace dgctl::cmd {
namespace {

using providers::Method;
using providers::Request;
using providers::Response;

Method method_of(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  if (const auto method = providers::sim::method_named(word)) return *method;
  throw CLI::ValidationError("METHOD", "'" + word + "' is none of GET, POST, PUT, PATCH, DELETE");
}

/// Indented where it is JSON, as it came where it is not. The order of members is the server's.
std::string readable(const std::string& body) {
  const auto json = nlohmann::ordered_json::parse(body, nullptr, false);
  return json.is_discarded() ? body : json.dump(2);
}

CommandText call_text() {
  CommandText text{"call",
                   "Make one request and print the answer",
                   "dgsim call workspace.json GET /api/2.1/unity-catalog/catalogs"};
  text.details =
      "The body of an answer is printed on standard output, indented if it is JSON; the status of "
      "one that is no success on standard error.";
  text.more_examples = {
      {"dgsim call w.json GET /api/2.0/preview/scim/v2/Me --as bob@example.com",
       "As somebody else sees it"},
      {"dgsim call workspace.json PATCH /api/2.1/unity-catalog/catalogs/sales -",
       "With a body from standard input"},
  };
  text.exit_codes = exit_meanings();
  text.see_also = {"dgsim log"};
  return text;
}

}  // namespace

int run_call(const CallOptions& options, const Streams& streams) {
  Request request;
  request.method = method_of(options.method);
  if (options.path.empty() || options.path.front() != '/') {
    throw CLI::ValidationError("PATH", "'" + options.path + "' does not begin with a slash");
  }
  request.path = options.path;
  request.body = options.body;
  if (options.body == "-") {
    std::ostringstream body;
    body << streams.in.rdbuf();
    request.body = body.str();
  }
  const auto workspace = providers::SimWorkspace::open(options.file, options.as);
  const Response response = workspace->send(request, {});
  if (!response.body.empty()) streams.out << readable(response.body) << '\n';
  if (response.status >= 200 && response.status < 300) return kDone;
  streams.err << "HTTP " << response.status << '\n';
  return kFailed;
}

void add_call_command(CLI::App& app, const Streams& streams, int& exit_code) {
  const auto options = std::make_shared<CallOptions>();  // lives as long as the callback
  CLI::App& command = add_command(app, call_text(), [options, &streams, &exit_code] {
    exit_code = run_call(*options, streams);
  });
  command.add_option("file", options->file, "The workspace file")->type_name("FILE")->required();
  command.add_option("method", options->method, "GET, POST, PUT, PATCH or DELETE")
      ->type_name("METHOD")
      ->required();
  command.add_option("path", options->path, "Path and query, percent-encoded")
      ->type_name("PATH")
      ->required();
  command.add_option("body", options->body, "JSON, or - to read it from standard input")
      ->type_name("BODY");
  command.add_option("--as", options->as, "Who asks: an e-mail or application id of the file")
      ->type_name("PRINCIPAL");
}

}  // namespace dgctl::cmd
