#include "engine/plan/plan_file.h"
#include "engine/render/graph.h"
#include "engine/render/graph_text.h"
#include "engine/render/plan_sql.h"
#include "engine/render/plan_text.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/sealing.h"
#include "tests/fuzz/targets.h"

// A saved plan: as it is, and sealed as if dgctl had written it. A seal keeps accidents out, not
// people: what is sealed may hold anything.

namespace dgctl::fuzz {
namespace {

void check_plan(const std::string& text) {
  engine::ReadPlan read;
  try {
    read = engine::plan_from(text);
  } catch (const engine::Error&) {
    return;
  }
  const std::string written = engine::plan_text(read.file);
  require(engine::plan_from(written).file == read.file, "a plan is read back as it was written");
  engine::plan_for_people(read.file, {});
  engine::plan_sql(read.file);
  const engine::Graph graph = engine::reduced(engine::summarised(engine::graph_of(read.file)));
  engine::graph_dot(graph);
  engine::graph_mermaid(graph);
}

}  // namespace

void plan_file(std::string_view input) {
  check_plan(std::string(input));
  if (const auto text = as_sealed(input)) check_plan(*text);
}

}  // namespace dgctl::fuzz
