// Solves a DIMACS min-cost flow file with LEMON's network simplex and prints the
// cost and the CPU seconds of the solve (median of the runs asked for, each of which
// solves again until it has lasted 50 ms).
#include <lemon/dimacs.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sys/resource.h>
#include <vector>

static double cpu() {
  rusage u;
  getrusage(RUSAGE_SELF, &u);
  return u.ru_utime.tv_sec + u.ru_stime.tv_sec + 1e-6 * (u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

int main(int argc, char **argv) {
  using namespace lemon;
  typedef SmartDigraph G;
  G g;
  G::ArcMap<int> lower(g), cap(g);
  G::ArcMap<long long> cost(g);
  G::NodeMap<int> supply(g);
  std::ifstream in(argv[1]);
  readDimacsMin(in, g, lower, cap, cost, supply);
  std::vector<double> took;
  long long total = 0;
  for (int run = 0; run < (argc > 2 ? atoi(argv[2]) : 1); run++) {
    int times = 0;
    double began = cpu();
    for (; cpu() - began < 0.05; times++) {
      NetworkSimplex<G, int, long long> s(g);
      s.lowerMap(lower).upperMap(cap).costMap(cost).supplyMap(supply);
      if (s.run() != NetworkSimplex<G, int, long long>::OPTIMAL) return 1;
      total = s.totalCost<long long>();
    }
    took.push_back((cpu() - began) / times);
  }
  std::sort(took.begin(), took.end());
  rusage u;
  getrusage(RUSAGE_SELF, &u);
  std::cout << total << " " << took[took.size() / 2] << " " << u.ru_maxrss / 1024 << "\n";
}
