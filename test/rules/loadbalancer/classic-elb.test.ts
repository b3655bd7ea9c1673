import rule from '../../../src/rules/loadbalancer/classic-elb.js'
import { ruleTest, text } from '../../support/rule-test.js'

ruleTest(rule, {
  silent: {
    'a network load balancer': {
      'main.tf': text`
        resource "aws_lb" "api" {
          name               = "kube-api"
          load_balancer_type = "network"
        }
      `,
    },
    'a classic ELB for an ordinary service': {
      'main.tf': text`
        resource "aws_elb" "web" {
          name = "web"
          listener {
            lb_port           = 443
            lb_protocol       = "tcp"
            instance_port     = 8443
            instance_protocol = "tcp"
          }
        }
      `,
    },
    'a master, but none of Kubernetes': {
      'main.tf': text`
        resource "aws_elb" "jenkins_master" {
          name = "jenkins-master"
          listener {
            lb_port           = 443
            lb_protocol       = "tcp"
            instance_port     = 8443
            instance_protocol = "tcp"
          }
        }
      `,
    },
    'a master of Mesos, told by the port of its health check': {
      'main.tf': text`
        resource "aws_elb" "master" {
          name = "dev-master-elb"
          health_check {
            healthy_threshold   = 2
            unhealthy_threshold = 2
            timeout             = 5
            target              = "HTTP:5050/health"
            interval            = 30
          }
          listener {
            instance_port     = 443
            instance_protocol = "https"
            lb_port           = 443
            lb_protocol       = "https"
          }
        }
      `,
    },
    'a word that only begins like a master': {
      'main.tf': text`
        resource "aws_elb" "mastermind" {
          name = "ticketmaster-mastermind"
          listener {
            instance_port     = 8443
            instance_protocol = "tcp"
            lb_port           = 443
            lb_protocol       = "tcp"
          }
        }
      `,
    },
    'an apiserver by its name, but behind another port': {
      'main.tf': text`
        resource "aws_elb" "master_ssh" {
          name = "k8s-master-ssh"
          listener {
            lb_port           = 22
            lb_protocol       = "tcp"
            instance_port     = 22
            instance_protocol = "tcp"
          }
        }
      `,
    },
    'an api, but of no cluster': {
      'main.tf': text`
        resource "aws_elb" "api" {
          name = "orders-api"
          listener {
            lb_port           = 443
            lb_protocol       = "tcp"
            instance_port     = 443
            instance_protocol = "tcp"
          }
          tags = { Team = "orders" }
        }
      `,
    },
    'a console that the cluster owns': {
      'main.tf': text`
        resource "aws_elb" "console" {
          listener {
            lb_port           = 443
            lb_protocol       = "tcp"
            instance_port     = 32000
            instance_protocol = "tcp"
          }
          tags = { Name = "api-console", KubernetesCluster = "prod" }
        }
      `,
    },
    'kops with a network load balancer': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata: {name: prod.example.com}
        spec:
          api:
            loadBalancer: {type: Public, class: Network}
      `,
    },
    'Cluster API with a network load balancer': {
      'cluster.yaml': text`
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
        kind: AWSCluster
        metadata: {name: prod}
        spec:
          controlPlaneLoadBalancer:
            loadBalancerType: nlb
      `,
    },
    'a network load balancer by its host name': {
      'admin.conf': text`
        apiVersion: v1
        kind: Config
        clusters:
        - name: prod
          cluster: {server: "https://prod-api-0123456789abcdef.elb.eu-west-1.amazonaws.com:6443"}
        contexts:
        - name: prod
          context: {cluster: prod, user: admin}
        current-context: prod
      `,
    },
  },
  cannotTell: {
    'the type comes from a variable': {
      'cluster.yaml': text`
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
        kind: AWSCluster
        metadata: {name: prod}
        spec:
          controlPlaneLoadBalancer:
            loadBalancerType: ${'${LB_TYPE}'}
      `,
    },
    'a kustomize patch lacks what the cluster itself has': {
      'patch.yaml': text`
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
        kind: AWSCluster
        metadata: {name: prod}
        spec:
          bastion: {enabled: true}
      `,
    },
    'patches of a class in another file may set it': {
      'template.yaml': text`
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
        kind: AWSClusterTemplate
        metadata: {name: prod}
        spec:
          template:
            spec:
              region: eu-west-1
      `,
    },
    'the port comes from a variable': {
      'main.tf': text`
        resource "aws_elb" "master" {
          name = "k8s-master"
          listener {
            lb_port           = 443
            lb_protocol       = "tcp"
            instance_port     = var.apiserver_port
            instance_protocol = "tcp"
          }
        }
      `,
    },
  },
  reports: {
    'Terraform, and kubelets of 1.18': {
      'main.tf': text`
        resource "aws_elb" "api" {
          name = "kube-api"
          listener {
            lb_port           = 443
            lb_protocol       = "tcp"
            instance_port     = 6443
            instance_protocol = "tcp"
          }
        }
      `,
      kubernetesVersion: '1.18',
      expect: text`
        main.tf
          resource "aws_elb" "api" {
                    ~~~~~~~ declared
      `,
    },
    'nobody knows how old the kubelets are': {
      'main.tf': text`
        resource "aws_elb" "api" {
          name = "kube-api"
          listener {
            lb_port           = 443
            lb_protocol       = "tcp"
            instance_port     = 6443
            instance_protocol = "tcp"
          }
        }
      `,
      expect: text`
        main.tf
          resource "aws_elb" "api" {
                    ~~~~~~~ declared
      `,
    },
    'the api of a cluster that is not known by name': {
      'main.tf': text`
        resource "aws_elb" "api_internal" {
          name = "\${var.cluster_name}-int"
          listener {
            instance_port     = 443
            instance_protocol = "tcp"
            lb_port           = 443
            lb_protocol       = "tcp"
          }
          tags = merge({ "kubernetes.io/cluster/\${var.cluster_name}" = "owned" }, var.extra_tags)
        }
      `,
      expect: text`
        main.tf
          resource "aws_elb" "api_internal" {
                    ~~~~~~~ declared
      `,
    },
    'CloudFormation, named by a tag': {
      'template.yaml': text`
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          Balancer:
            Type: AWS::ElasticLoadBalancing::LoadBalancer
            Properties:
              Listeners:
              - LoadBalancerPort: "443"
                InstancePort: "443"
                Protocol: TCP
              Tags:
              - {Key: Name, Value: prod-apiserver}
      `,
      expect: text`
        template.yaml
              Type: AWS::ElasticLoadBalancing::LoadBalancer
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ declared
      `,
    },
    'kops asked for it, with kubelets of 1.19': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata: {name: prod.example.com}
        spec:
          kubernetesVersion: 1.19.7
          api:
            loadBalancer: {type: Public, class: Classic}
      `,
      expect: text`
        cluster.yaml
              loadBalancer: {type: Public, class: Classic}
                                                  ~~~~~~~ declared
      `,
    },
    'kops with newer kubelets': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata: {name: prod.example.com}
        spec:
          kubernetesVersion: 1.28.1
          api:
            loadBalancer: {type: Public, class: Classic}
      `,
      expect: text`
        cluster.yaml
              loadBalancer: {type: Public, class: Classic}
                                                  ~~~~~~~ declared
      `,
    },
    'the default of Cluster API': {
      'cluster.yaml': text`
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
        kind: AWSCluster
        metadata: {name: prod}
        spec:
          region: eu-west-1
      `,
      expect: text`
        cluster.yaml
          spec:
          ~~~~ declared
      `,
    },
    'a kubeconfig': {
      'bootstrap.conf': text`
        apiVersion: v1
        kind: Config
        clusters:
        - name: prod
          cluster: {server: "https://prod-api-1234567890.eu-west-1.elb.amazonaws.com:443"}
        contexts:
        - name: prod
          context: {cluster: prod, user: kubelet}
        current-context: prod
      `,
      expect: text`
        bootstrap.conf
            cluster: {server: "https://prod-api-1234567890.eu-west-1.elb.amazonaws.com:443"}
                               ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ host
      `,
    },
    'a flag of kube-proxy': {
      'kube-proxy.service': text`
        [Service]
        ExecStart=/usr/bin/kube-proxy --master=https://internal-prod-api-1234567890.us-east-1.elb.amazonaws.com
      `,
      expect: text`
        kube-proxy.service
          ExecStart=/usr/bin/kube-proxy --master=https://internal-prod-api-1234567890.us-east-1.elb.amazonaws.com
                                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ host
      `,
    },
    'masters of Kubernetes by their name, whatever the health check is': {
      'main.tf': text`
        resource "aws_elb" "kube_master" {
          name = var.elb_name
          health_check {
            target              = var.health_check_target
            healthy_threshold   = 2
            unhealthy_threshold = 2
            timeout             = 3
            interval            = 30
          }
          listener {
            instance_port     = 443
            instance_protocol = "tcp"
            lb_port           = 443
            lb_protocol       = "tcp"
          }
        }
      `,
      expect: text`
        main.tf
          resource "aws_elb" "kube_master" {
                    ~~~~~~~ declared
      `,
    },
    'the masters of OpenShift': {
      'main.tf': text`
        resource "aws_elb" "lb" {
          name = "prod-k8smasters"
          health_check {
            healthy_threshold   = 2
            unhealthy_threshold = 2
            timeout             = 5
            target              = "TCP:22"
            interval            = 30
          }
          listener {
            instance_port     = 8443
            instance_protocol = "tcp"
            lb_port           = 8443
            lb_protocol       = "tcp"
          }
        }
      `,
      expect: text`
        main.tf
          resource "aws_elb" "lb" {
                    ~~~~~~~ declared
      `,
    },
    'names and ports of a company': {
      'main.tf': text`
        resource "aws_elb" "brain" {
          name = "brain"
          listener {
            lb_port           = 443
            lb_protocol       = "tcp"
            instance_port     = 4443
            instance_protocol = "tcp"
          }
        }
      `,
      options: { namePattern: '^brain$', ports: [4443] },
      expect: text`
        main.tf
          resource "aws_elb" "brain" {
                    ~~~~~~~ declared
      `,
    },
  },
})
